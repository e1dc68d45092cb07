package dev.versioned.rollout;

import java.util.Objects;

/**
 * What a tick did.
 *
 * @param outcome what came of it
 * @param status the rollout after the tick
 * @param detail why, in words; empty if there is nothing to say
 */
public record TickResult(Outcome outcome, RolloutStatus status, String detail) {
  /**
   * Makes the value.
   *
   * @param outcome what came of it
   * @param status the rollout after the tick
   * @param detail why, in words; empty if there is nothing to say
   */
  public TickResult {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
  }

  /** What came of a tick. */
  public enum Outcome {
    /** Nothing was due, or there was not enough data yet, or the rollout is paused. */
    WAITED,
    /** The next step was made. */
    STEPPED,
    /** The rollout was ended: the new version has everything. */
    PROMOTED,
    /** The rollout was ended: the version before has everything again. */
    ROLLED_BACK,
    /** Something was due, and another tick or a move of the alias was faster. Nothing was done. */
    OUTRUN,
    /** The rollout was over before. */
    OVER
  }

  /** Returns outcome, detail and status as one line of text. */
  @Override
  public String toString() {
    return outcome + (detail.isEmpty() ? "" : " (" + detail + ")") + ": " + status;
  }
}
