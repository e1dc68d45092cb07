package dev.versioned.internal.fleet;

import dev.versioned.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Which processes report, and how often, so that the reports of any fleet stay below the price of
 * its polls and the limits of a table.
 *
 * <p>The hash of a process gives its shard, which is a partition of the table, and its level: half
 * of all processes are of level 1 or higher, a quarter of 2 or higher, and so on. Each shard keeps
 * to the lowest level at which it has at most {@link #REPORTS} reports; processes below that level
 * do not report. A process counts its shard now and then, and records the level.
 */
public final class Sampling {
  /** How many partitions the reports of an alias are spread over. */
  public static final int SHARDS = 16;

  /** The most reports of a shard; 16,384 of an alias. */
  public static final int REPORTS = 1024;

  /** The highest level: one process in 1,024, so that 16 million processes fit. */
  static final int HIGHEST = 10;

  /** One report in this many counts its shard. */
  static final int COUNTS_ONE_IN = 128;

  /** How often a process reports at most. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** How many polls a report must be apart from the last one, to cost no more than they do. */
  private static final int POLLS = 12;

  /** The reports a second that a shard is meant to have; 32 of an alias. */
  private static final int PER_SECOND = 2;

  private Sampling() {}

  private static long hash(String process) {
    return ByteBuffer.wrap(Sha256.newDigest().digest(process.getBytes(StandardCharsets.UTF_8)))
        .getLong();
  }

  /** Returns the shard of a process. */
  public static int shard(String process) {
    return shard(hash(process));
  }

  static int shard(long hash) {
    return (int) (hash & (SHARDS - 1));
  }

  /** Returns the level of a process: it reports if the level of its shard is not higher. */
  public static int level(String process) {
    return level(hash(process));
  }

  static int level(long hash) {
    return Math.min(HIGHEST, Long.numberOfTrailingZeros(hash >>> 4));
  }

  /** Returns the shortest time between two reports of a process that polls at an interval. */
  public static Duration shortest(Duration poll) {
    Duration polls = poll.multipliedBy(POLLS);
    return polls.compareTo(SHORTEST) < 0 ? SHORTEST : polls;
  }

  /** Returns the time between two reports where nothing changes. */
  static Duration interval(Duration shortest, long reports) {
    Duration spread = Duration.ofMillis(reports * 1000 / PER_SECOND);
    return spread.compareTo(shortest) < 0 ? shortest : spread;
  }

  /**
   * Returns when a process that has just started reports: higher levels first, so that a large
   * fleet that starts at once has found its level before most processes report.
   *
   * @param fraction spreads the processes of one level, 0 to 1
   */
  static Duration first(int level, Duration shortest, double fraction) {
    double share = (HIGHEST - level + fraction) / (HIGHEST + 1);
    return Duration.ofMillis(Math.round(shortest.toMillis() * share));
  }

  /**
   * Returns the level of a shard from the reports that it has.
   *
   * @param counts how many reports it has of each level
   * @param present the present level, below which no process reports
   */
  static int fitting(long[] counts, int present) {
    int level = Math.min(present, HIGHEST);
    while (isCrowded(level, counts)) {
      level++;
    }
    boolean falls = level == present && level > 0 && from(level, counts) * 2 <= REPORTS * 3 / 4;
    return falls ? level - 1 : level;
  }

  private static boolean isCrowded(int level, long[] counts) {
    // rule: crowded-shard-samples
    return level < HIGHEST && from(level, counts) > REPORTS;
  }

  /** Returns how many reports are of a level or a higher one. */
  static long from(int level, long[] counts) {
    long sum = 0;
    for (int i = level; i < counts.length; i++) {
      sum += counts[i];
    }
    return sum;
  }
}
