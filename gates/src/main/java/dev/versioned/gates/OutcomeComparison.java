package dev.versioned.gates;

import java.util.Objects;

/**
 * The new version's failures compared with the old one's, with all numbers that decide. Immutable.
 *
 * @param canary the new version's totals
 * @param stable the old version's totals
 * @param alpha the probability, during a whole rollout, to find a version worse that is not
 * @param margin the difference of the rates that is accepted
 * @param groups how many requests may fail together
 * @param evidence against the new version: the larger, the less the data agree with a version that
 *     is not worse; it decides from 1/alpha on. Below that it may be rounded up
 * @param leastDifference the new version's rate exceeds the old one's by at least this; -1 to 1.
 *     Holds during a whole rollout, with probability 1 - alpha
 * @param mostDifference the new version's rate exceeds the old one's by at most this; holds as the
 *     least one does
 */
public record OutcomeComparison(
    Outcomes canary,
    Outcomes stable,
    double alpha,
    double margin,
    long groups,
    double evidence,
    double leastDifference,
    double mostDifference) {

  /**
   * Makes a comparison.
   *
   * @param canary the new version's totals
   * @param stable the old version's totals
   * @param alpha the probability to find a version worse that is not
   * @param margin the difference of the rates that is accepted
   * @param groups how many requests may fail together
   * @param evidence against the new version
   * @param leastDifference the new version's rate exceeds the old one's by at least this
   * @param mostDifference the new version's rate exceeds the old one's by at most this
   */
  public OutcomeComparison {
    Objects.requireNonNull(canary, "canary");
    Objects.requireNonNull(stable, "stable");
  }

  /**
   * Returns whether the new version is worse, by more than the margin.
   *
   * @return true if the evidence has reached 1/alpha
   */
  public boolean isWorse() {
    // As the logarithms are compared, of which rounding must not take the last digit.
    return evidence >= (1 - 1e-12) / alpha;
  }

  /**
   * Returns all numbers in one line of at most 200 characters, such as {@code failures 2.05 % (41
   * of 2,000), before 1.01 % (182 of 18,000): difference 0.12 % to 2.31 %, accepted 0 %; evidence
   * 25.1 of 20 (alpha 0.05)}.
   */
  @Override
  public String toString() {
    return "failures "
        + canary
        + ", before "
        + stable
        + ": difference "
        + Reason.percent(leastDifference)
        + " to "
        + Reason.percent(mostDifference)
        + ", accepted "
        + Reason.percent(margin)
        + "; evidence "
        + Reason.number(evidence)
        + " of "
        + Reason.number(1 / alpha)
        + Reason.guarantee(alpha, groups);
  }
}
