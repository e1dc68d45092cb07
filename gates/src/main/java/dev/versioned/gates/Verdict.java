package dev.versioned.gates;

import dev.versioned.rollout.Health;
import java.util.Objects;

/** What a gate makes of an answer that does not decide by itself, such as a failed call. */
public enum Verdict {
  /** Counts as healthy. */
  HEALTHY,
  /** Counts as not enough data: the plan of the rollout decides. */
  NOT_ENOUGH_DATA,
  /** Counts as unhealthy: the rollout goes back. */
  UNHEALTHY;

  /**
   * Returns this verdict as a health.
   *
   * @param reason why
   * @return the health
   */
  public Health health(String reason) {
    Objects.requireNonNull(reason, "reason");
    return switch (this) {
      case HEALTHY -> Health.healthy(reason);
      case NOT_ENOUGH_DATA -> Health.notEnoughData(reason);
      case UNHEALTHY -> Health.unhealthy(reason);
    };
  }

  /** Returns the verdict on what could not be read, which is never a sign of health. */
  static Verdict unreadable(Verdict verdict) {
    if (Objects.requireNonNull(verdict, "verdict") == HEALTHY) {
      throw new IllegalArgumentException(
          "Cannot count what is unreadable as healthy: choose NOT_ENOUGH_DATA or UNHEALTHY");
    }
    return verdict;
  }
}
