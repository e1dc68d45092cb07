package dev.versioned.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * How many requests took how long: {@value #BUCKETS} counts with the same bounds everywhere, so
 * that histograms of several processes are added up. Each power of two is divided into four
 * buckets: a bucket's upper bound is at most 25 % above its lower one, from 1 microsecond to 69
 * seconds. Immutable.
 *
 * @param counts the number of requests in each bucket, and last those above all bounds
 */
public record LatencyHistogram(List<Long> counts) {
  /** How many buckets there are, with the last one, which has no upper bound. */
  public static final int BUCKETS = 106;

  /** The largest count: sums over a fleet do not overflow. */
  static final long MOST = 1L << 40;

  private static final int FIRST_OCTAVE = 10;
  private static final List<Duration> BOUNDS = makeBounds();

  /**
   * Validates the histogram.
   *
   * @param counts the number of requests in each bucket, and last those above all bounds
   * @throws IllegalArgumentException if there are not {@value #BUCKETS} counts, or one is negative
   */
  public LatencyHistogram {
    counts = List.copyOf(Objects.requireNonNull(counts, "counts"));
    if (counts.size() != BUCKETS) {
      throw new IllegalArgumentException(
          "Cannot use " + counts.size() + " counts of latencies: there are " + BUCKETS);
    }
    counts.forEach(count -> OutcomeCounts.check("requests", count));
  }

  /**
   * Returns the histogram without requests.
   *
   * @return a histogram of zeros
   */
  public static LatencyHistogram empty() {
    return new LatencyHistogram(Collections.nCopies(BUCKETS, 0L));
  }

  /**
   * Returns the upper bound of each bucket except the last one; it belongs to its bucket.
   *
   * @return the bounds, ascending
   */
  public static List<Duration> bounds() {
    return BOUNDS;
  }

  /**
   * Returns the bucket of a latency. It allocates nothing.
   *
   * @param nanos the latency in nanoseconds; a negative one counts as 0
   * @return the index of the bucket
   */
  public static int bucketOf(long nanos) {
    long last = nanos - 1;
    int octave = 63 - Long.numberOfLeadingZeros(last);
    if (nanos <= 1L << FIRST_OCTAVE) {
      return 0;
    }
    int quarter = (int) (last >>> (octave - 2)) & 3;
    return Math.min(BUCKETS - 1, 1 + (octave - FIRST_OCTAVE) * 4 + quarter);
  }

  private static List<Duration> makeBounds() {
    List<Duration> bounds = new ArrayList<>();
    bounds.add(Duration.ofNanos(1L << FIRST_OCTAVE));
    for (int octave = FIRST_OCTAVE; bounds.size() < BUCKETS - 1; octave++) {
      for (int quarter = 1; quarter <= 4; quarter++) {
        bounds.add(Duration.ofNanos((1L << octave) + quarter * (1L << (octave - 2))));
      }
    }
    return List.copyOf(bounds);
  }

  /**
   * Returns how many requests there were.
   *
   * @return the sum of all counts
   */
  public long requests() {
    long sum = 0;
    for (long count : counts) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }

  /**
   * Returns the sum of this histogram and another.
   *
   * @param other the other one
   * @return the sum
   * @throws ArithmeticException if a count overflows
   */
  public LatencyHistogram plus(LatencyHistogram other) {
    Objects.requireNonNull(other, "other");
    List<Long> sums = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      sums.add(Math.addExact(counts.get(i), other.counts.get(i)));
    }
    return new LatencyHistogram(sums);
  }

  /**
   * Returns what came after an earlier histogram of the same requests.
   *
   * @param earlier the earlier one
   * @return the difference
   * @throws IllegalArgumentException if the earlier one has more in a bucket
   */
  public LatencyHistogram minus(LatencyHistogram earlier) {
    Objects.requireNonNull(earlier, "earlier");
    List<Long> rest = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      rest.add(counts.get(i) - earlier.counts.get(i));
    }
    return new LatencyHistogram(rest);
  }
}
