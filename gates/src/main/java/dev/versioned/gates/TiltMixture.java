package dev.versioned.gates;

/**
 * Evidence against a probability of hits, from any number of requests, in one direction.
 *
 * <p>For a tilt t, {@code exp(t·hits) / (1 + p·(exp(t) − 1))^n} is the likelihood ratio of the
 * probability whose odds are exp(t) times those of p. It is a martingale of mean 1 if each request
 * hits with probability p, whatever came before. The mixture of several tilts is one too (Robbins
 * 1970), so by Ville's inequality it reaches 1/alpha at any time with probability alpha at most.
 * Since {@code 1 + p·(exp(t) − 1)} is concave in log, p may also be the average of the requests'
 * probabilities so far, which may differ and may depend on the past.
 *
 * <p>Requests that hit together, in groups of at most k, are counted as 1/k each: a group of any
 * size up to k then has at most the expectation that a part of a request would have, since the
 * logarithm of {@code 1 + p·(exp(t) − 1)} is convex in t, and 0 at 0.
 *
 * <p>With upward tilts it falls as p grows, with downward tilts it rises: one value of p bounds all
 * on its side.
 */
final class TiltMixture {
  private static final int TILTS = 25;
  private static final double SMALLEST = 0.005;
  private static final double LARGEST = 9;

  private final double logAtom;
  private final double[] tilts = new double[TILTS];
  private final double[] gains = new double[TILTS];
  private final double[] logWeights = new double[TILTS];

  /**
   * Mixes tilts on a grid of logarithms, with Cauchy's weights: heavy tails, so that no size of a
   * difference is missed.
   */
  private TiltMixture(int direction, double atom, double centre, double scale) {
    logAtom = Math.log(atom);
    double sum = 0;
    double[] weights = new double[TILTS];
    for (int i = 0; i < TILTS; i++) {
      double size = SMALLEST * Math.pow(LARGEST / SMALLEST, i / (TILTS - 1.0));
      double distance = Math.log(size / centre) / scale;
      weights[i] = 1 / (1 + distance * distance);
      sum += weights[i];
      tilts[i] = direction * size;
      gains[i] = Math.expm1(tilts[i]);
    }
    for (int i = 0; i < TILTS; i++) {
      logWeights[i] = Math.log((1 - atom) * weights[i] / sum);
    }
  }

  /**
   * Returns evidence for more hits than p.
   *
   * @param atom the part that stays 1, whatever the hits
   * @param centre the tilt with the largest weight
   */
  static TiltMixture more(double atom, double centre) {
    return new TiltMixture(1, atom, centre, 1);
  }

  /** Returns evidence for fewer hits than p. */
  static TiltMixture fewer(double atom, double centre) {
    return new TiltMixture(-1, atom, centre, 1);
  }

  /** Returns the logarithm of the evidence against the probability p. The counts may be parts. */
  double log(double requests, double hits, double p) {
    double[] terms = new double[TILTS];
    double largest = logAtom;
    for (int i = 0; i < TILTS; i++) {
      double term = logWeights[i] + tilts[i] * hits - requests * Math.log1p(p * gains[i]);
      terms[i] = term;
      largest = Math.max(largest, term);
    }
    double sum = Math.exp(logAtom - largest);
    for (double term : terms) {
      // Less than the last digit of the sum.
      if (term > largest - 40) {
        sum += Math.exp(term - largest);
      }
    }
    return largest + Math.log(sum);
  }
}
