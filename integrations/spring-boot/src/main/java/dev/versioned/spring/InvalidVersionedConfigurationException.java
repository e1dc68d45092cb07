package dev.versioned.spring;

import java.util.List;
import java.util.Objects;

/** The properties {@code versioned.*} are incomplete or wrong. All problems are named at once. */
public final class InvalidVersionedConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A sentence for each problem. */
  private final List<String> problems;

  InvalidVersionedConfigurationException(List<String> problems) {
    super("Cannot set up versioned: " + String.join("; ", problems));
    this.problems = List.copyOf(Objects.requireNonNull(problems, "problems"));
  }

  /**
   * Returns what is wrong.
   *
   * @return a sentence for each problem
   */
  public List<String> problems() {
    return problems;
  }
}
