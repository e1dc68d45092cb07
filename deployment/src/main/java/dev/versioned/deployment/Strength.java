package dev.versioned.deployment;

/** How firmly a reference holds an object. */
enum Strength {
  STRONG,
  /** Until memory is short. */
  SOFT,
  /** Not at all. */
  WEAK
}
