package dev.versioned.gates;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How long requests took, as a histogram of totals, which only grow. Immutable.
 *
 * <p>{@link #of} takes the number of requests of each bucket. Prometheus's buckets ({@code le}) are
 * cumulative; {@link #ofCumulative} takes those.
 *
 * @param bounds the upper bound of each bucket, which belongs to it, in ascending order
 * @param counts the number of requests in each bucket, and last those above all bounds
 */
public record Latencies(List<Duration> bounds, List<Long> counts) {

  /**
   * Validates the histogram.
   *
   * @param bounds the upper bound of each bucket, which belongs to it, in ascending order
   * @param counts the number of requests in each bucket, and last those above all bounds
   * @throws IllegalArgumentException if there is no bound, the bounds do not ascend, there is not
   *     one count more than there are bounds, or a count is negative or over 2^52
   */
  public Latencies {
    bounds = List.copyOf(Objects.requireNonNull(bounds, "bounds"));
    counts = List.copyOf(Objects.requireNonNull(counts, "counts"));
    if (bounds.isEmpty() || counts.size() != bounds.size() + 1) {
      throw new IllegalArgumentException(
          "Cannot use "
              + counts.size()
              + " counts with "
              + bounds.size()
              + " bounds: there must be a bound, and one count more, for what is above all");
    }
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i).compareTo(bounds.get(i - 1)) <= 0) {
        throw new IllegalArgumentException(
            "Cannot use the bounds " + bounds + ": they must ascend");
      }
    }
    counts.forEach(count -> Outcomes.check("requests", count));
  }

  /**
   * Makes a histogram.
   *
   * @param bounds the upper bound of each bucket, which belongs to it, in ascending order
   * @param counts the number of requests in each bucket, and last those above all bounds
   * @return the histogram
   * @throws IllegalArgumentException as the constructor
   */
  public static Latencies of(List<Duration> bounds, long... counts) {
    Objects.requireNonNull(counts, "counts");
    return new Latencies(bounds, Arrays.stream(counts).boxed().toList());
  }

  /**
   * Makes a histogram of cumulative counts, as Prometheus has them.
   *
   * @param bounds the upper bound of each bucket, in ascending order
   * @param counts how many requests took at most each bound, and last all requests ({@code +Inf})
   * @return the histogram
   * @throws IllegalArgumentException as the constructor, or if a count is below the one before
   */
  public static Latencies ofCumulative(List<Duration> bounds, long... counts) {
    long[] own = Objects.requireNonNull(counts, "counts").clone();
    for (int i = own.length - 1; i > 0; i--) {
      own[i] -= own[i - 1];
    }
    return of(bounds, own);
  }

  /**
   * Returns how many requests there were.
   *
   * @return the sum of all counts
   */
  public long requests() {
    return above(-1);
  }

  /** Returns how many requests took longer than a bound, by its index. */
  long above(int bound) {
    long sum = 0;
    for (int i = bound + 1; i < counts.size(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  boolean follows(Latencies earlier) {
    if (!bounds.equals(earlier.bounds)) {
      return false;
    }
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) < earlier.counts.get(i)) {
        return false;
      }
    }
    return true;
  }
}
