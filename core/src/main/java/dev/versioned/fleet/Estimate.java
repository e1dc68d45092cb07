package dev.versioned.fleet;

import java.util.Locale;

/**
 * A number of processes. It is exact where all processes report; in a large fleet, where a sample
 * reports, it has bounds, between which the number is in 99 of 100 cases.
 *
 * @param value the number, or its estimate
 * @param low the lower bound
 * @param high the upper bound
 */
public record Estimate(long value, long low, long high) {
  /** The quantile of the normal distribution for two-sided bounds of 99 %. */
  private static final double Z = 2.576;

  /**
   * Makes the estimate.
   *
   * @param value the number, or its estimate
   * @param low the lower bound
   * @param high the upper bound
   * @throws IllegalArgumentException if they are negative or not in order
   */
  public Estimate {
    if (low < 0 || low > value || value > high) {
      throw new IllegalArgumentException(
          "Cannot estimate " + value + " within " + low + " to " + high);
    }
  }

  /**
   * Returns the estimate from a sample.
   *
   * @param sampled how many processes of the sample it is, 0 or more
   * @param oneIn how many processes one of the sample stands for, 1 or more; 1 is exact
   * @return the number with its bounds at 99 %, which are those of the score interval
   * @throws IllegalArgumentException if an argument is smaller
   */
  public static Estimate ofSample(long sampled, double oneIn) {
    if (sampled < 0 || oneIn < 1) {
      throw new IllegalArgumentException(
          "Cannot estimate from " + sampled + " reports of one process in " + oneIn);
    }
    long value = Math.round(sampled * oneIn);
    if (oneIn == 1) {
      return new Estimate(value, value, value);
    }
    double spread = Math.sqrt(sampled * (1 - 1 / oneIn) + Z * Z / 4);
    double middle = sampled + Z * Z / 2;
    long low = Math.max(sampled, Math.round((middle - Z * spread) * oneIn));
    long high = (long) Math.ceil((middle + Z * spread) * oneIn);
    return new Estimate(value, Math.min(low, value), Math.max(high, value));
  }

  /**
   * Returns whether every process was counted.
   *
   * @return whether the bounds are the value
   */
  public boolean isExact() {
    return low == high;
  }

  /** Returns the number, and its bounds unless it is exact, such as {@code 9,988}. */
  @Override
  public String toString() {
    return isExact()
        ? text(value)
        : "about " + text(value) + " (" + text(low) + " to " + text(high) + ")";
  }

  private static String text(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
