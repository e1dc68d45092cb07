package dev.versioned.spi;

/** Which writes a read must see. */
public enum Consistency {
  /** Every write that finished before the read began. */
  STRONG,
  /** Perhaps not the latest ones; costs half as much. */
  EVENTUAL
}
