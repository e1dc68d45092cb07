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

  /** Go on as if all were well. */
  record Proceed() implements NotEnoughDataPolicy {
    @Override
    public String toString() {
      return "proceed";
    }
  }

  /** Go back at once. */
  record RollBack() implements NotEnoughDataPolicy {
    @Override
    public String toString() {
      return "roll-back";
    }
  }

  /**
   * Stay where it is until there is data, and go back if there is none in time.
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
   * Goes on as if all were well.
   *
   * @return the policy
   */
  static NotEnoughDataPolicy proceed() {
    return new Proceed();
  }

  /**
   * Goes back at once.
   *
   * @return the policy
   */
  static NotEnoughDataPolicy rollBack() {
    return new RollBack();
  }

  /**
   * Stays until there is data, and goes back if there is none in time. The time counts from when
   * the step was due, whether or not anybody ticked since.
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
   * Makes a policy of text: {@code proceed}, {@code roll-back}, or {@code wait PT30M} with any ISO
   * 8601 duration.
   *
   * @param text the policy as text, as {@code toString()} gives it
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
