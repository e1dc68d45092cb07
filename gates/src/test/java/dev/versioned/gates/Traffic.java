package dev.versioned.gates;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Simulated requests of two versions, tick by tick. */
final class Traffic {
  static final boolean FULL = Boolean.getBoolean("versioned.full");

  /** How many rollouts are simulated. */
  static final int ROLLOUTS = FULL ? 100_000 : 2_000;

  private final SplittableRandom random;
  private final double canaryRate;
  private final double stableRate;
  private long canary;
  private long stable;
  private long canaryFailures;
  private long stableFailures;

  Traffic(SplittableRandom random, double canaryRate, double stableRate) {
    this.random = random;
    this.canaryRate = canaryRate;
    this.stableRate = stableRate;
  }

  /** Serves requests; each goes to the new version with the probability of its weight. */
  void serve(int requests, double weight) {
    int mine = hits(requests, weight);
    canary += mine;
    stable += requests - mine;
    canaryFailures += hits(mine, canaryRate);
    stableFailures += hits(requests - mine, stableRate);
  }

  Outcomes canary() {
    return Outcomes.of(canary - canaryFailures, canaryFailures);
  }

  Outcomes stable() {
    return Outcomes.of(stable - stableFailures, stableFailures);
  }

  private int hits(int trials, double p) {
    return hits(random, trials, p);
  }

  /** Returns how many of the trials hit. */
  static int hits(SplittableRandom random, int trials, double p) {
    return trials == 0
        ? 0
        : Hits.KNOWN.computeIfAbsent(new Trials(trials, p), Hits::of).at(random.nextDouble());
  }

  private record Trials(int number, double p) {}

  /**
   * A binomial distribution, as a table: a draw from it is a search, where a draw hit by hit takes
   * a logarithm for each.
   */
  private static final class Hits {
    static final Map<Trials, Hits> KNOWN = new HashMap<>();
    private static final double NEVER = 1e-15;

    /** The fewest hits in the table; fewer are as rare as more than the table has. */
    private final int least;

    /** The probability of so many hits, or fewer. */
    private final double[] upTo;

    private Hits(int least, double[] upTo) {
      this.least = least;
      this.upTo = upTo;
    }

    static Hits of(Trials trials) {
      BinomialDistribution hits = BinomialDistribution.of(trials.number(), trials.p());
      int least = hits.inverseCumulativeProbability(NEVER);
      double[] upTo = new double[hits.inverseSurvivalProbability(NEVER) - least + 1];
      for (int i = 0; i < upTo.length; i++) {
        upTo[i] = hits.cumulativeProbability(least + i);
      }
      return new Hits(least, upTo);
    }

    int at(double probability) {
      int found = Arrays.binarySearch(upTo, probability);
      return least + Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
    }
  }

  /** Returns the rate that is exceeded with a probability of 0.1 % at most, by the errors seen. */
  static double atMost(int errors, int rollouts) {
    return BetaDistribution.of(errors + 1, rollouts - errors).inverseCumulativeProbability(0.999);
  }
}
