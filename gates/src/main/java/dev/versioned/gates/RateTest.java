package dev.versioned.gates;

import java.util.Objects;

/**
 * Tests whether the new version fails more often than the old one, as often as it is asked: {@code
 * RateTest.of(0.05).compare(canary, stable).isWorse()}. Immutable.
 *
 * <p><b>Guaranteed:</b> if the new version is not worse, the probability that {@link
 * OutcomeComparison#isWorse()} ever is true, in however many comparisons of growing totals, is at
 * most alpha. Not worse means: at each comparison, the average over the new version's requests of
 * the probability to fail, each given what happened before it, is at most that average of the old
 * version's requests, plus the margin; requests that share their outcome, in groups up to the size
 * of {@link #withGroups}, count as one event. No number of requests, no share of the traffic and no
 * size of the rates is assumed; shares may grow from step to step.
 *
 * <p>The evidence is an e-process: of two independent mixtures of exact likelihood ratios the
 * product, at the pair of rates that explains the data best among those that are not worse. See
 * Robbins, <i>Statistical methods related to the law of the iterated logarithm</i> (1970); Howard,
 * Ramdas, McAuliffe, Sekhon, <i>Time-uniform, nonparametric, nonasymptotic confidence sequences</i>
 * (2021); Kaufmann and Koolen, <i>Mixture martingales revisited</i> (2021), for products of several
 * streams; Turner, Ly, Grünwald, <i>Generic e-variables for exact sequential k-sample tests</i>
 * (2024), and Johari, Koomen, Pekelis, Walsh, <i>Always valid inference</i> (2022), for the
 * problem.
 */
public final class RateTest {
  private static final int BISECTIONS = 24;

  private final double alpha;
  private final double margin;
  private final long group;

  private RateTest(double alpha, double margin, long group) {
    this.alpha = alpha;
    this.margin = margin;
    this.group = group;
  }

  /**
   * Makes a test without a margin.
   *
   * @param alpha the probability to find a version worse that is not, during a whole rollout
   * @return the test
   * @throws IllegalArgumentException if alpha is not above 0 and below 1
   */
  public static RateTest of(double alpha) {
    return new RateTest(checkAlpha(alpha), 0, 1);
  }

  /**
   * Returns this test with a margin: the new version is worse if its rate exceeds the old one's by
   * more.
   *
   * @param difference the difference that is accepted, such as 0.001 for 0.1 % of all requests
   * @return the changed test
   * @throws IllegalArgumentException if it is not within 0 and 1
   */
  public RateTest withMargin(double difference) {
    if (!(difference >= 0 && difference < 1)) {
      throw new IllegalArgumentException(
          "Cannot use " + difference + " as a margin: it must be at least 0, and below 1");
    }
    return new RateTest(alpha, difference, group);
  }

  /**
   * Returns this test for requests that fail together: all retries of a user, all requests of a
   * batch. Each request then counts as a part of one. The guarantee holds if no group is still
   * under way when the totals are read.
   *
   * @param largest how many requests fail together at most; by default 1
   * @return the changed test
   * @throws IllegalArgumentException if it is not at least 1
   */
  public RateTest withGroups(long largest) {
    return new RateTest(alpha, margin, checkGroup(largest));
  }

  /**
   * Compares the failures of two versions.
   *
   * @param canary the new version's totals
   * @param stable the old version's totals
   * @return the evidence, and by how much the new version's rate may be higher
   */
  public OutcomeComparison compare(Outcomes canary, Outcomes stable) {
    Objects.requireNonNull(canary, "canary");
    Objects.requireNonNull(stable, "stable");
    double log = new TwoStreams(canary, stable, margin, group).log(enough());
    return new OutcomeComparison(
        canary,
        stable,
        alpha,
        margin,
        group,
        Math.exp(Math.min(log, 700)),
        difference(canary, stable),
        -difference(stable, canary));
  }

  /** Returns this test for each of several comparisons, which share alpha. */
  RateTest forEachOf(int comparisons) {
    return new RateTest(alpha / comparisons, margin, group);
  }

  /** Returns whether the first stream is worse, without the bounds. */
  boolean isWorse(Outcomes canary, Outcomes stable) {
    return new TwoStreams(canary, stable, margin, group).reaches(enough());
  }

  private double enough() {
    return -Math.log(alpha);
  }

  /** Returns by how much the first stream's rate is higher at least, rounded down. */
  private double difference(Outcomes first, Outcomes second) {
    double low = -1;
    double high = first.failureRate() - second.failureRate();
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (new TwoStreams(first, second, middle, group).reaches(enough())) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  static long checkGroup(long largest) {
    if (largest < 1) {
      throw new IllegalArgumentException(
          "Cannot use groups of " + largest + " requests: it must be at least 1");
    }
    return largest;
  }

  static double checkAlpha(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "Cannot use " + alpha + " as alpha: it must be above 0 and below 1, such as 0.05");
    }
    return alpha;
  }
}
