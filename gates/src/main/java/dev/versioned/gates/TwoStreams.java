package dev.versioned.gates;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Evidence that the first of two streams has more hits than the second, by more than a margin.
 *
 * <p>If the streams hit with probabilities p and q, the product of {@link TiltMixture}s against p
 * and against q is a martingale, however the streams' requests follow each other. Evidence against
 * all pairs with {@code p ≤ q + margin} is the least of these products, and never more than the one
 * of the true pair: so it reaches 1/alpha at any time with probability alpha at most. The mixture
 * against p falls in p, the one against q rises in q; so the least one has {@code p = q + margin}.
 */
final class TwoStreams {
  /** How far the result may lie below the least product, as a logarithm. */
  private static final double PRECISION = 0.05;

  private static final int MOST_SPLITS = 2_000;

  /** Doubled failures have the largest weight. */
  private static final TiltMixture MORE = TiltMixture.more(0.1, 0.7);

  /** The other stream mostly has more requests, and lies nearer to what both have in common. */
  private static final TiltMixture FEWER = TiltMixture.fewer(0.4, 0.2);

  private final Outcomes first;
  private final Outcomes second;
  private final double margin;
  private final double group;

  /** Compares streams whose requests may hit together in groups of at most this size. */
  TwoStreams(Outcomes first, Outcomes second, double margin, long group) {
    this.first = first;
    this.second = second;
    this.margin = margin;
    this.group = group;
  }

  /**
   * A point q with the logarithms of both mixtures there.
   *
   * @param q the second stream's probability
   * @param more against q + margin, for the first stream
   * @param fewer against q, for the second stream
   */
  private record Point(double q, double more, double fewer) {
    double product() {
      return more + fewer;
    }
  }

  /**
   * All q between two points.
   *
   * @param from the lower end
   * @param to the upper end
   * @param least no product in between is below this, as both mixtures are monotonic
   */
  private record Interval(Point from, Point to, double least) {
    Interval(Point from, Point to) {
      this(from, to, to.more + from.fewer);
    }
  }

  /**
   * Returns whether the evidence reaches a limit; true exactly if {@link #log} is at least that.
   *
   * @param enough the limit's logarithm
   */
  boolean reaches(double enough) {
    return log(enough, Double.POSITIVE_INFINITY) >= enough;
  }

  /**
   * Returns the logarithm of the evidence, rounded down.
   *
   * @param enough a limit; below it the result may be rounded up, but not to it
   */
  double log(double enough) {
    return log(enough, PRECISION);
  }

  private double log(double enough, double precision) {
    double lowest = Math.max(0, -margin);
    double highest = Math.min(1, 1 - margin);
    Point common = at(within(commonRate(), lowest, highest));
    double found = common.product();
    if (found < enough) {
      // Nearly always.
      return found;
    }
    PriorityQueue<Interval> open = new PriorityQueue<>(Comparator.comparingDouble(Interval::least));
    Point from = at(lowest);
    for (double q : starts(lowest, highest)) {
      Point to = at(q);
      found = Math.min(found, to.product());
      open.add(new Interval(from, to));
      from = to;
    }
    for (int i = 0; i < MOST_SPLITS; i++) {
      Interval worst = open.remove();
      double middle = middle(worst.from.q, worst.to.q);
      boolean isPrecise = worst.least >= enough && worst.least >= found - precision;
      if (isPrecise || middle <= worst.from.q || middle >= worst.to.q) {
        return worst.least;
      }
      Point split = at(middle);
      found = Math.min(found, split.product());
      if (found < enough) {
        return found;
      }
      open.add(new Interval(worst.from, split));
      open.add(new Interval(split, worst.to));
    }
    return open.remove().least;
  }

  private double commonRate() {
    return (double) (first.failures() + second.failures())
        / Math.max(1, first.requests() + second.requests());
  }

  /** Returns how to divide the probabilities at first, in ascending order. */
  private double[] starts(double lowest, double highest) {
    double[] starts = {
      within(second.failureRate(), lowest, highest),
      within(commonRate(), lowest, highest),
      within(first.failureRate() - margin, lowest, highest),
      highest
    };
    Arrays.sort(starts);
    return starts;
  }

  private static double within(double q, double lowest, double highest) {
    return Math.max(lowest, Math.min(highest, q));
  }

  /** Small probabilities differ by factors, others by differences. */
  private static double middle(double from, double to) {
    if (to > 0.5) {
      return (from + to) / 2;
    }
    return from < to / 64 ? to / 8 : Math.sqrt(from * to);
  }

  private Point at(double q) {
    return new Point(
        q,
        MORE.log(
            first.requests() / group,
            first.failures() / group,
            Math.min(1, Math.max(0, q + margin))),
        FEWER.log(second.requests() / group, second.failures() / group, q));
  }
}
