package dev.versioned.fleet;

import java.util.Objects;

/**
 * What became of the requests of one version. Immutable.
 *
 * @param successes how many succeeded
 * @param failures how many failed
 * @param latencies how long those took that were measured, successes and failures
 */
public record OutcomeCounts(long successes, long failures, LatencyHistogram latencies) {

  /**
   * Validates the counts.
   *
   * @param successes how many succeeded
   * @param failures how many failed
   * @param latencies how long those took that were measured
   * @throws IllegalArgumentException if a count is negative, or more latencies were measured than
   *     requests counted
   */
  public OutcomeCounts {
    Objects.requireNonNull(latencies, "latencies");
    check("successes", successes);
    check("failures", failures);
    if (latencies.requests() > successes + failures) {
      throw new IllegalArgumentException(
          "Cannot use "
              + latencies.requests()
              + " latencies of "
              + (successes + failures)
              + " requests");
    }
  }

  /**
   * Returns the counts without requests.
   *
   * @return zeros
   */
  public static OutcomeCounts none() {
    return new OutcomeCounts(0, 0, LatencyHistogram.empty());
  }

  /**
   * Returns how many requests there were.
   *
   * @return successes and failures
   */
  public long requests() {
    return successes + failures;
  }

  /**
   * Returns the sum of these counts and others.
   *
   * @param other the others
   * @return the sum
   * @throws ArithmeticException if a count overflows
   */
  public OutcomeCounts plus(OutcomeCounts other) {
    Objects.requireNonNull(other, "other");
    return new OutcomeCounts(
        Math.addExact(successes, other.successes),
        Math.addExact(failures, other.failures),
        latencies.plus(other.latencies));
  }

  /**
   * Returns what came after earlier counts of the same requests.
   *
   * @param earlier the earlier counts
   * @return the difference
   * @throws IllegalArgumentException if an earlier count is larger
   */
  public OutcomeCounts minus(OutcomeCounts earlier) {
    Objects.requireNonNull(earlier, "earlier");
    return new OutcomeCounts(
        successes - earlier.successes,
        failures - earlier.failures,
        latencies.minus(earlier.latencies));
  }

  static void check(String what, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "Cannot use " + count + " as a number of " + what + ": it must be 0 or more");
    }
  }
}
