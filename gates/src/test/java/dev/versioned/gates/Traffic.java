package dev.versioned.gates;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BetaDistribution;

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

  /** Returns how many of the trials hit, exactly distributed: from hit to hit. */
  static int hits(SplittableRandom random, int trials, double p) {
    if (p > 0.5) {
      return trials - hits(random, trials, 1 - p);
    } else if (p == 0) {
      return 0;
    }
    double scale = 1 / Math.log1p(-p);
    int hits = 0;
    // The next hit is after a geometric number of misses.
    double at = Math.floor(Math.log(1 - random.nextDouble()) * scale);
    while (at < trials) {
      hits++;
      at += 1 + Math.floor(Math.log(1 - random.nextDouble()) * scale);
    }
    return hits;
  }

  /** Returns the rate that is exceeded with a probability of 0.1 % at most, by the errors seen. */
  static double atMost(int errors, int rollouts) {
    return BetaDistribution.of(errors + 1, rollouts - errors).inverseCumulativeProbability(0.999);
  }
}
