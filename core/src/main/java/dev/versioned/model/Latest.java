package dev.versioned.model;

/** The qualifier {@code $LATEST}: the mutable working copy, the last content put or published. */
public enum Latest implements Target {
  /** The only value. */
  LATEST;

  static final String NAME = "$LATEST";

  /** Returns {@code $LATEST}. */
  @Override
  public String toString() {
    return NAME;
  }
}
