package dev.versioned.simulation;

/** The possible events of a run, which excuse some results. */
enum Circumstance {
  /** Stores may fail. */
  FAILURES,
  /** Bytes may arrive damaged. */
  CORRUPTION,
  /** Others write into the bucket. */
  INTRUDERS,
  /** A collector is running, which may take a publisher for dead. */
  COLLECTOR,
  /** Callers give up before others are finished. */
  HURRY,
  /** None of the above except intruders; nobody dies, and publishers wait for each other. */
  CALM
}
