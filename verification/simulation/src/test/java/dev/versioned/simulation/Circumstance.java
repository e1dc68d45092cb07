package dev.versioned.simulation;

/** What may happen in a run, and so excuses what callers are told. */
enum Circumstance {
  /** Stores may fail. */
  FAILURES,
  /** Bytes may arrive damaged. */
  CORRUPTION,
  /** Others write into the bucket. */
  INTRUDERS,
  /** A collector is at work, which may take a publisher for dead. */
  COLLECTOR,
  /** Callers give up before others are out of their way. */
  HURRY,
  /** None of the above but intruders, nobody dies, and publishers wait for each other. */
  CALM
}
