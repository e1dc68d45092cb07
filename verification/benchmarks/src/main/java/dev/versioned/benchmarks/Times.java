package dev.versioned.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The durations of one contender's rounds. The n-th rounds of all contenders of a comparison ran
 * one after another, so that they can be compared in pairs.
 */
final class Times {
  private final long[] nanos;

  /** Takes nanoseconds, one for each round. */
  Times(long[] nanos) {
    this.nanos = nanos.clone();
  }

  /** Takes the nanoseconds of the last rounds, which are those that count. */
  static Times ofLast(int rounds, List<Long> nanos) {
    return new Times(
        nanos.stream().skip(nanos.size() - rounds).mapToLong(Long::longValue).toArray());
  }

  int rounds() {
    return nanos.length;
  }

  /** Returns the time below which this share of the rounds was; 0.5 for the median. */
  double quantile(double share) {
    return quantile(Arrays.stream(nanos).asDoubleStream().toArray(), share);
  }

  double median() {
    return quantile(0.5);
  }

  /** Divides these times by others, round by round. */
  double[] dividedBy(Times others) {
    double[] ratios = new double[nanos.length];
    Arrays.setAll(ratios, i -> (double) nanos[i] / others.nanos[i]);
    return ratios;
  }

  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
  }
}
