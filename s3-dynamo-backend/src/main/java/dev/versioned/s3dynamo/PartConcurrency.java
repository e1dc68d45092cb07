package dev.versioned.s3dynamo;

import java.time.Duration;

/**
 * How many parts of one content are on their way at once. They take no memory; but on a slow line
 * many make each so slow that a break loses all of them. So there are few at first, more while they
 * are fast, and fewer when they are slow.
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

  /** Learns how long a part took. */
  synchronized void took(Duration time) {
    if (time.compareTo(FAST) < 0) {
      count = Math.min(MOST, count + 1);
    } else if (time.compareTo(SLOW) > 0) {
      count = Math.max(FEWEST, count - 1);
    }
  }
}
