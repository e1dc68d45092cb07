package dev.versioned.deployment.leak;

/** How firmly a reference holds an object. */
enum Strength {
  STRONG,
  /** Until memory is short. */
  SOFT,
  /** Not at all. */
  WEAK
}
