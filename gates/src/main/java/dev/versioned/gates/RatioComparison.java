package dev.versioned.gates;

import dev.versioned.model.Weight;
import java.util.Objects;

/**
 * The requests of a step compared with its weight. Immutable.
 *
 * @param canary the requests of the new version
 * @param stable the requests of the old version
 * @param weight the new version's weight
 * @param tolerance by which part of the smaller share the shares may differ
 * @param alpha the probability to find a mismatch where there is none
 * @param groups how many requests go to the same version together
 * @param evidence against the weight; it decides from 1/alpha on
 */
public record RatioComparison(
    long canary,
    long stable,
    Weight weight,
    double tolerance,
    double alpha,
    long groups,
    double evidence) {

  /**
   * Makes a comparison.
   *
   * @param canary the requests of the new version
   * @param stable the requests of the old version
   * @param weight the new version's weight
   * @param tolerance by which part of the smaller share the shares may differ
   * @param alpha the probability to find a mismatch where there is none
   * @param groups how many requests go to the same version together
   * @param evidence against the weight
   */
  public RatioComparison {
    Objects.requireNonNull(weight, "weight");
  }

  /**
   * Returns whether the share does not fit the weight.
   *
   * @return true if the evidence has reached 1/alpha
   */
  public boolean isMismatch() {
    return evidence >= 1 / alpha;
  }

  /** Returns all numbers in one line of at most 200 characters. */
  @Override
  public String toString() {
    long all = canary + stable;
    return "share "
        + Reason.percent(all == 0 ? 0 : (double) canary / all)
        + " ("
        + Reason.count(canary)
        + " of "
        + Reason.count(all)
        + " requests) at a weight of "
        + weight
        + ", tolerance "
        + Reason.number(tolerance)
        + "; evidence "
        + Reason.number(evidence)
        + " of "
        + Reason.number(1 / alpha)
        + Reason.guarantee(alpha, groups);
  }
}
