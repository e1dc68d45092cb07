package dev.versioned.gates;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A quantile of the new version's latencies compared with the old one's. Immutable.
 *
 * @param quantile which quantile, such as 0.99
 * @param alpha the probability, during a whole rollout, to find a version worse that is not
 * @param factor how many times the old version's quantile is accepted
 * @param groups how many requests may be slow together
 * @param canaryRequests how many requests of the new version were measured
 * @param stableRequests how many requests of the old version were measured
 * @param canaryAbove the new version's quantile is above this; zero if nothing is known
 * @param stableAtMost the old version's quantile is at most this; empty if nothing is known
 */
public record LatencyComparison(
    double quantile,
    double alpha,
    double factor,
    long groups,
    long canaryRequests,
    long stableRequests,
    Duration canaryAbove,
    Optional<Duration> stableAtMost) {

  /**
   * Makes a comparison.
   *
   * @param quantile which quantile, such as 0.99
   * @param alpha the probability to find a version worse that is not
   * @param factor how many times the old version's quantile is accepted
   * @param groups how many requests may be slow together
   * @param canaryRequests how many requests of the new version were measured
   * @param stableRequests how many requests of the old version were measured
   * @param canaryAbove the new version's quantile is above this; zero if nothing is known
   * @param stableAtMost the old version's quantile is at most this; empty if nothing is known
   */
  public LatencyComparison {
    Objects.requireNonNull(canaryAbove, "canaryAbove");
    Objects.requireNonNull(stableAtMost, "stableAtMost");
  }

  /**
   * Returns whether the new version is slower, by more than the factor.
   *
   * @return true if its quantile is above the old one's, times the factor
   */
  public boolean isWorse() {
    return stableAtMost
        .filter(most -> seconds(canaryAbove) >= seconds(most) * factor && !canaryAbove.isZero())
        .isPresent();
  }

  private static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }

  private static String milliseconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros().toPlainString() + " ms";
  }

  /** Returns all numbers in one line of at most 200 characters. */
  @Override
  public String toString() {
    String name =
        "p" + BigDecimal.valueOf(quantile).movePointRight(2).stripTrailingZeros().toPlainString();
    return name
        + " above "
        + milliseconds(canaryAbove)
        + " ("
        + Reason.count(canaryRequests)
        + " requests), before "
        + stableAtMost.map(most -> "at most " + milliseconds(most)).orElse("not known")
        + " ("
        + Reason.count(stableRequests)
        + "), accepted "
        + Reason.number(factor)
        + " times"
        + Reason.guarantee(alpha, groups);
  }
}
