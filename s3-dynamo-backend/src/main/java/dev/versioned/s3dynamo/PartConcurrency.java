package dev.versioned.s3dynamo;

import java.time.Duration;

/**
 * Determines how many parts of one content are sent at once. Parts take no memory, but on a slow
 * line many at once make each so slow that an interruption loses all of them. So the number starts
 * low, grows while parts are fast, and shrinks when they are slow.
 */
final class PartConcurrency {
  static final int FEWEST = 2;
  static final int MOST = 16;

  private static final int FIRST = 4;
  private static final Duration FAST = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofSeconds(5);

  private int count = FIRST;

  synchronized int count() {
    return count;
  }

  /** Records how long a part took. */
  synchronized void took(Duration time) {
    if (time.compareTo(FAST) < 0) {
      count = Math.min(MOST, count + 1);
    } else if (time.compareTo(SLOW) > 0) {
      count = Math.max(FEWEST, count - 1);
    }
  }
}
