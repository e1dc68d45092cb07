package dev.versioned.internal;

import java.time.Duration;

/** The periods that callers may set: not negative, and no end that a record cannot name. */
public final class Periods {
  /** 100 years: a time so far from now still has a year of four digits. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Periods() {}

  /**
   * Checks a period.
   *
   * @param what the setting, such as {@code a grace period}
   * @return the period
   */
  public static Duration check(String what, Duration period) {
    if (period.isNegative() || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Cannot use " + what + " of " + period + ": it must be 0 to 36500 days (100 years)");
    }
    return period;
  }
}
