package dev.versioned.rollout;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout does when a step is due, or the bake time is over, and the gate has not enough
 * data. Before the first step, when the new version has no traffic yet, it always proceeds.
 */
public sealed interface NotEnoughDataPolicy {

  /** Continue as if the new version were healthy. */
  record Proceed() implements NotEnoughDataPolicy {
    @Override
    public String toString() {
      return "proceed";
    }
  }

  /** Roll back at once. */
  record RollBack() implements NotEnoughDataPolicy {
    @Override
    public String toString() {
      return "roll-back";
    }
  }

  /**
   * Wait for data, and roll back if none comes in time.
   *
   * @param limit how long after the step was due, or the bake time was over
   */
  record WaitAtMost(Duration limit) implements NotEnoughDataPolicy {
    /**
     * Validates the policy.
     *
     * @param limit how long after the step was due, or the bake time was over
     * @throws IllegalArgumentException if it is not whole seconds, 0 to 366 days
     */
    public WaitAtMost {
      Objects.requireNonNull(limit, "limit");
      StrategyText.checkDuration("a wait for data", limit);
    }

    @Override
    public String toString() {
      return "wait " + limit;
    }
  }

  /**
   * Continues as if the new version were healthy.
   *
   * @return the policy
   */
  static NotEnoughDataPolicy proceed() {
    return new Proceed();
  }

  /**
   * Rolls back at once.
   *
   * @return the policy
   */
  static NotEnoughDataPolicy rollBack() {
    return new RollBack();
  }

  /**
   * Waits for data, and rolls back if none comes in time. The time counts from when the step was
   * due, whether or not ticks were made since.
   *
   * @param limit how long after the step was due, or the bake time was over
   * @return the policy
   * @throws IllegalArgumentException if it is not whole seconds, 0 to 366 days
   */
  static NotEnoughDataPolicy waitAtMost(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    return new WaitAtMost(limit);
  }

  /**
   * Parses a policy: {@code proceed}, {@code roll-back}, or {@code wait PT30M} with any ISO 8601
   * duration.
   *
   * @param text the policy, as {@code toString()} returns it
   * @return the policy
   * @throws IllegalArgumentException if the text is of none of these forms
   */
  static NotEnoughDataPolicy parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.equals("proceed")) {
      return proceed();
    } else if (text.equals("roll-back")) {
      return rollBack();
    } else if (text.startsWith("wait ")) {
      try {
        return waitAtMost(Duration.parse(text.substring("wait ".length())));
      } catch (DateTimeParseException e) {
        throw unreadable(text, e);
      }
    }
    throw unreadable(text, null);
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "Cannot use '"
            + text
            + "' as a policy for not enough data: write proceed, roll-back, or wait PT30M",
        cause);
  }
}
