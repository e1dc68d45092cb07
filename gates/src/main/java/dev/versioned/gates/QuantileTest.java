package dev.versioned.gates;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tests whether a quantile of the new version's latencies, such as p99, is above the old one's, as
 * often as it is asked. Immutable.
 *
 * <p>Each version has a confidence sequence for its quantile (Howard and Ramdas, <i>Sequential
 * estimation of quantiles</i>, 2022), here of the histogram's bounds: the new version's quantile is
 * above a bound as soon as too many of its requests are, and the old version's is at most a bound
 * as soon as too few of its are. The new version is worse if the first bound is at least the second
 * one, times the factor.
 *
 * <p><b>Guaranteed:</b> if the new version's quantile is at most the old one's times the factor,
 * and both stay the same during the rollout, the probability to ever find it worse is at most
 * alpha. A difference within one bucket is never found.
 */
public final class QuantileTest {
  /** Twice as many slow requests as there should be have the largest weight. */
  private static final TiltMixture MORE = TiltMixture.more(0.01, 0.7);

  private static final TiltMixture FEWER = TiltMixture.fewer(0.01, 0.7);

  private final double quantile;
  private final double alpha;
  private final double factor;
  private final long group;

  private QuantileTest(double quantile, double alpha, double factor, long group) {
    this.quantile = quantile;
    this.alpha = alpha;
    this.factor = factor;
    this.group = group;
  }

  /**
   * Makes a test that accepts the same latencies.
   *
   * @param quantile which quantile, such as 0.99
   * @param alpha the probability to find a version worse that is not, during a whole rollout
   * @return the test
   * @throws IllegalArgumentException if one of them is not above 0 and below 1
   */
  public static QuantileTest of(double quantile, double alpha) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException(
          "Cannot use " + quantile + " as a quantile: it must be above 0 and below 1, as 0.99 is");
    }
    return new QuantileTest(quantile, RateTest.checkAlpha(alpha), 1, 1);
  }

  /**
   * Returns this test with a factor that is accepted.
   *
   * @param times how many times the old version's quantile the new one's may be, such as 1.2
   * @return the changed test
   * @throws IllegalArgumentException if it is below 1, or not finite
   */
  public QuantileTest withFactor(double times) {
    if (!(times >= 1 && times < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cannot use " + times + " as a factor of latencies: it must be at least 1");
    }
    return new QuantileTest(quantile, alpha, times, group);
  }

  /** Returns this test for each of several comparisons, which share alpha. */
  QuantileTest forEachOf(int comparisons) {
    return new QuantileTest(quantile, alpha / comparisons, factor, group);
  }

  /**
   * Returns this test for requests that are slow together.
   *
   * @param largest how many requests are slow together at most; by default 1
   * @return the changed test
   * @throws IllegalArgumentException if it is not at least 1
   */
  public QuantileTest withGroups(long largest) {
    return new QuantileTest(quantile, alpha, factor, RateTest.checkGroup(largest));
  }

  /**
   * Compares the latencies of two versions.
   *
   * @param canary the new version's totals
   * @param stable the old version's totals
   * @return the bounds that are known
   * @throws IllegalArgumentException if the histograms have different bounds
   */
  public LatencyComparison compare(Latencies canary, Latencies stable) {
    Objects.requireNonNull(canary, "canary");
    Objects.requireNonNull(stable, "stable");
    List<Duration> bounds = canary.bounds();
    if (!bounds.equals(stable.bounds())) {
      throw new IllegalArgumentException(
          "Cannot compare latencies with the bounds "
              + bounds
              + " and "
              + stable.bounds()
              + ": use the same bounds for all versions");
    }
    Duration above = Duration.ZERO;
    Duration atMost = null;
    // No probability is added for several bounds: if the evidence is wrong at one bound, it is at
    // the
    // one next to the quantile too.
    for (int i = bounds.size() - 1; i >= 0; i--) {
      if (above.isZero() && reach(MORE, canary, i)) {
        above = bounds.get(i);
      }
      if (reach(FEWER, stable, i)) {
        atMost = bounds.get(i);
      }
    }
    return new LatencyComparison(
        quantile,
        alpha,
        factor,
        group,
        canary.requests(),
        stable.requests(),
        above,
        Optional.ofNullable(atMost));
  }

  /** Returns whether the share of slower requests is another than at the quantile. */
  private boolean reach(TiltMixture mixture, Latencies latencies, int bound) {
    double all = (double) latencies.requests() / group;
    double slower = (double) latencies.above(bound) / group;
    // Each of the two versions' bounds is wrong with half of alpha.
    return mixture.log(all, slower, 1 - quantile) >= -Math.log(alpha / 2);
  }
}
