package dev.versioned.gates;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of the requests that one version served since the rollout was started: totals, which
 * only grow. Immutable.
 *
 * @param successes how many succeeded
 * @param failures how many failed
 * @param latencies how long they took, if it is measured
 */
public record Outcomes(long successes, long failures, Optional<Latencies> latencies) {
  /** The most requests of a kind: all sums of them are exact. */
  private static final long MOST = 1L << 52;

  /**
   * Validates the outcomes.
   *
   * @param successes how many succeeded
   * @param failures how many failed
   * @param latencies how long they took, if it is measured
   * @throws IllegalArgumentException if a count is negative, or over 2^52
   */
  public Outcomes {
    Objects.requireNonNull(latencies, "latencies");
    check("successes", successes);
    check("failures", failures);
  }

  /**
   * Makes outcomes without latencies.
   *
   * @param successes how many succeeded
   * @param failures how many failed
   * @return the outcomes
   * @throws IllegalArgumentException if a count is negative, or over 2^52
   */
  public static Outcomes of(long successes, long failures) {
    return new Outcomes(successes, failures, Optional.empty());
  }

  /**
   * Returns these outcomes with latencies.
   *
   * @param measured how long the requests took
   * @return the changed outcomes
   */
  public Outcomes withLatencies(Latencies measured) {
    Objects.requireNonNull(measured, "measured");
    return new Outcomes(successes, failures, Optional.of(measured));
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
   * Returns the share of the failures.
   *
   * @return 0 to 1; 0 without requests
   */
  public double failureRate() {
    return requests() == 0 ? 0 : (double) failures / requests();
  }

  /** Returns whether these totals may follow the earlier ones: none is smaller. */
  boolean follows(Outcomes earlier) {
    return successes >= earlier.successes
        && failures >= earlier.failures
        && (earlier.latencies.isEmpty()
            || (latencies.isPresent() && latencies.get().follows(earlier.latencies.get())));
  }

  static void check(String what, long count) {
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(
          "Cannot use " + count + " as a number of " + what + ": it must be 0 to " + MOST);
    }
  }

  /** Returns the failures and the rate, such as {@code 2.05 % (41 of 2,000)}. */
  @Override
  public String toString() {
    return Reason.percent(failureRate())
        + " ("
        + Reason.count(failures)
        + " of "
        + Reason.count(requests())
        + ")";
  }
}
