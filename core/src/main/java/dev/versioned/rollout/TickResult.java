package dev.versioned.rollout;

import java.util.Objects;

/**
 * * The result of a tick.
 *
 * @param outcome what the tick did
 * @param status the rollout after the tick
 * @param detail the reason, as text; may be empty
 */
public record TickResult(Outcome outcome, RolloutStatus status, String detail) {
  /**
   * Makes the value.
   *
   * @param outcome what the tick did
   * @param status the rollout after the tick
   * @param detail the reason, as text; may be empty
   */
  public TickResult {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
  }

  /** What a tick did. */
  public enum Outcome {
    /** Nothing was due, or there was not enough data yet, or the rollout is paused. */
    WAITED,
    /** The next step was made. */
    STEPPED,
    /** The rollout was ended: the new version has all traffic. */
    PROMOTED,
    /** The rollout was ended: the version before has all traffic again. */
    ROLLED_BACK,
    /** A step was due, but another tick or a move of the alias was faster. Nothing was done. */
    OUTRUN,
    /** The rollout was over already. */
    OVER
  }

  /** Returns outcome, detail and status as one line of text. */
  @Override
  public String toString() {
    return outcome + (detail.isEmpty() ? "" : " (" + detail + ")") + ": " + status;
  }
}
