package dev.versioned.gates;

import dev.versioned.model.Weight;
import java.util.Objects;

/**
 * Tests whether the new version serves the share of the requests that its weight says, as often as
 * it is asked. Another share says that requests are lost, counted twice or routed wrongly: then a
 * comparison of the rates means little. Immutable.
 *
 * <p><b>Guaranteed:</b> if each request goes to the new version with a probability that its weight
 * and the tolerance allow, whatever came before, the probability to ever find a mismatch is at most
 * alpha. The count is of one weight: each step of a rollout is another test.
 *
 * <p>The evidence is the mean of two mixtures of likelihood ratios, for too many and for too few
 * requests; see Lindon and Malek, <i>Anytime-valid inference for multinomial count data</i> (2022).
 * Requests of one user go to one version: if few users make most requests, count users, or say how
 * many requests a user makes at most.
 */
public final class SampleRatio {
  private static final TiltMixture MORE = TiltMixture.more(0.01, 0.2);
  private static final TiltMixture FEWER = TiltMixture.fewer(0.01, 0.2);

  private final double alpha;
  private final double tolerance;
  private final long group;

  private SampleRatio(double alpha, double tolerance, long group) {
    this.alpha = alpha;
    this.tolerance = tolerance;
    this.group = group;
  }

  /**
   * Makes a test with a tolerance of a tenth.
   *
   * @param alpha the probability to find a mismatch where there is none
   * @return the test
   * @throws IllegalArgumentException if alpha is not above 0 and below 1
   */
  public static SampleRatio of(double alpha) {
    return new SampleRatio(RateTest.checkAlpha(alpha), 0.1, 1);
  }

  /**
   * Returns this test with another tolerance.
   *
   * @param part by which part of the smaller one of both shares they may differ from the weights:
   *     with 0.1, a weight of 10 % allows 9 to 11 %
   * @return the changed test
   * @throws IllegalArgumentException if it is not at least 0 and below 1
   */
  public SampleRatio withTolerance(double part) {
    if (!(part >= 0 && part < 1)) {
      throw new IllegalArgumentException(
          "Cannot use " + part + " as a tolerance: it must be at least 0, and below 1");
    }
    return new SampleRatio(alpha, part, group);
  }

  /** Returns this test for each of several counts, which share alpha. */
  SampleRatio forEachOf(int counts) {
    return new SampleRatio(alpha / counts, tolerance, group);
  }

  /**
   * Returns this test for requests that go to the same version together, as those of one user do.
   * What is guaranteed then holds nearly, since a user's requests come one by one; if users are
   * counted instead, exactly.
   *
   * @param largest how many requests of a user there are at most; by default 1
   * @return the changed test
   * @throws IllegalArgumentException if it is not at least 1
   */
  public SampleRatio withGroups(long largest) {
    return new SampleRatio(alpha, tolerance, RateTest.checkGroup(largest));
  }

  /**
   * Compares the requests since a step with its weight.
   *
   * @param canary the requests of the new version
   * @param stable the requests of the old version
   * @param weight the new version's weight; nothing is tested at 0 % and at 100 %
   * @return the evidence
   * @throws IllegalArgumentException if a count is negative, or over 2^52
   */
  public RatioComparison compare(long canary, long stable, Weight weight) {
    Objects.requireNonNull(weight, "weight");
    Outcomes.check("requests", canary);
    Outcomes.check("requests", stable);
    double share = (double) weight.basisPoints() / Weight.FULL;
    double allowed = tolerance * Math.min(share, 1 - share);
    boolean isSplit = share > 0 && share < 1;
    double all = (double) (canary + stable) / group;
    double mine = (double) canary / group;
    double evidence =
        isSplit
            ? (bounded(MORE.log(all, mine, share + allowed))
                    + bounded(FEWER.log(all, mine, share - allowed)))
                / 2
            : 1;
    return new RatioComparison(canary, stable, weight, tolerance, alpha, group, evidence);
  }

  private static double bounded(double log) {
    return Math.exp(Math.min(log, 700));
  }
}
