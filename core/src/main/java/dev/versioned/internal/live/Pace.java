package dev.versioned.internal.live;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a follower reads: the first time after a random part of an interval, and from then on at a
 * rate of its own, which is up to a tenth faster than asked. So a fleet that starts at once, or
 * loses its store at once, does not read in step.
 *
 * @param firstNanos until the first read
 * @param periodNanos from one read to the next
 */
public record Pace(long firstNanos, long periodNanos) {

  /** Draws the pace of one follower. */
  public static Pace of(Duration interval, RandomGenerator random) {
    long period = period(interval, random);
    return new Pace(random.nextLong(period) + 1, period);
  }

  /** Draws the time from one read to the next. */
  static long period(Duration interval, RandomGenerator random) {
    long nanos = interval.toNanos();
    return nanos - random.nextLong(nanos / 10 + 1);
  }
}
