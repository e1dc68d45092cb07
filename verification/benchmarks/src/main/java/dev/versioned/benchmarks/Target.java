package dev.versioned.benchmarks;

/**
 * The target of a ratio.
 *
 * @param limit the limit, which itself meets the target
 * @param kind the side of the limit that meets the target
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

  /** Returns the target in readable form. */
  @Override
  public String toString() {
    return (kind == Kind.AT_MOST ? "≤ " : "≥ ") + limit;
  }
}
