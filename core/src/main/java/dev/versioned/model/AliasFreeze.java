package dev.versioned.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A time until which an alias refuses moves, unless they break the freeze. Immutable.
 *
 * @param until when it ends, by the clock of the process that moves the alias
 * @param by who froze the alias
 * @param reason why, up to 256 characters of it; empty if no reason was given
 */
public record AliasFreeze(Instant until, String by, String reason) {
  /**
   * Makes the value.
   *
   * @param until when it ends
   * @param by who froze the alias
   * @param reason why; empty if no reason was given
   */
  public AliasFreeze {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * Returns whether it is in force at a time.
   *
   * @param time the time
   * @return true before its end
   */
  public boolean isInForce(Instant time) {
    Objects.requireNonNull(time, "time");
    return time.isBefore(until);
  }

  /** Returns the end, who and why, such as {@code frozen until 2026-12-24T00:00:00Z by ada}. */
  @Override
  public String toString() {
    return "frozen until " + until + " by " + by + (reason.isEmpty() ? "" : ": " + reason);
  }
}
