package dev.versioned.simulation;

/**
 * One partition of DynamoDB, as its limit is documented: so many read units in each second, and no
 * credit for seconds before. The real one lends unused capacity, which is not counted on here.
 */
final class Partition {
  static final double UNITS_A_SECOND = 3_000;

  private final double[] used;
  private final int[] refused;

  Partition(int seconds) {
    used = new double[seconds];
    refused = new int[seconds];
  }

  /** Takes the units of a read; returns false if the second has no more. */
  boolean read(double atSeconds, double units) {
    int second = (int) atSeconds;
    if (second >= used.length) {
      return true;
    }
    if (used[second] + units > UNITS_A_SECOND) {
      refused[second]++;
      return false;
    }
    used[second] += units;
    return true;
  }

  /** Returns how many reads were refused from one second to before another one. */
  int refused(int from, int to) {
    int sum = 0;
    for (int second = from; second < to; second++) {
      sum += refused[second];
    }
    return sum;
  }

  /** Returns the most units of a second, from one second to before another one. */
  double busiest(int from, int to) {
    double most = 0;
    for (int second = from; second < to; second++) {
      most = Math.max(most, used[second]);
    }
    return most;
  }

  /** Returns the units a second, from one second to before another one. */
  double mean(int from, int to) {
    double sum = 0;
    for (int second = from; second < to; second++) {
      sum += used[second];
    }
    return sum / (to - from);
  }
}
