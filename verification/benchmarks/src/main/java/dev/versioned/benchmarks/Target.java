package dev.versioned.benchmarks;

/**
 * What a ratio has to keep to.
 *
 * @param limit the last ratio that keeps to it
 * @param kind on which side of the limit it must be
 */
record Target(double limit, Kind kind) {
  /** The sides of a limit. */
  enum Kind {
    AT_MOST,
    AT_LEAST
  }

  static Target atMost(double limit) {
    return new Target(limit, Kind.AT_MOST);
  }

  static Target atLeast(double limit) {
    return new Target(limit, Kind.AT_LEAST);
  }

  boolean isMetBy(double ratio) {
    return kind == Kind.AT_MOST ? ratio <= limit : ratio >= limit;
  }

  /** Returns it as people write it. */
  @Override
  public String toString() {
    return (kind == Kind.AT_MOST ? "≤ " : "≥ ") + limit;
  }
}
