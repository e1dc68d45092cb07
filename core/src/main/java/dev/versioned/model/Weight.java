package dev.versioned.model;

import dev.versioned.internal.Text;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A share of an alias's traffic in whole basis points: 1 is 0.01 %, 10,000 is everything.
 *
 * <p>Fractions of a basis point are refused, never rounded.
 *
 * @param basisPoints the share, 0 to 10,000
 */
public record Weight(int basisPoints) implements Comparable<Weight> {
  /** All of the traffic, in basis points. */
  public static final int FULL = 10_000;

  /**
   * Validates the weight.
   *
   * @param basisPoints the share, 0 to 10,000
   * @throws IllegalArgumentException if {@code basisPoints} is not within 0 to 10,000
   */
  public Weight {
    if (basisPoints < 0 || basisPoints > FULL) {
      throw new IllegalArgumentException(
          "Cannot use " + basisPoints + " basis points as a weight: it must be 0 to 10000 (100 %)");
    }
  }

  /**
   * Returns a weight in basis points.
   *
   * @param basisPoints the share, 0 to 10,000
   * @return the weight
   * @throws IllegalArgumentException if it is not within 0 to 10,000
   */
  public static Weight basisPoints(int basisPoints) {
    return new Weight(basisPoints);
  }

  /**
   * Returns a weight in whole per cent.
   *
   * @param percent 0 to 100
   * @return the weight
   * @throws IllegalArgumentException if it is not within 0 to 100
   */
  public static Weight percent(int percent) {
    return percent((double) percent);
  }

  /**
   * Returns a weight from a percentage, such as 2.5.
   *
   * @param percent the share, 0 to 100, in steps of 0.01
   * @return the weight
   * @throws IllegalArgumentException if it is outside 0 to 100, or not whole basis points
   */
  public static Weight percent(double percent) {
    return exact(percent, 2, percent + " %");
  }

  /**
   * Returns a weight from a fraction of 1, such as 0.025, the form of weights in Lambda's API.
   *
   * @param fraction the share, 0 to 1, in steps of 0.0001
   * @return the weight
   * @throws IllegalArgumentException if it is outside 0 to 1, or not whole basis points
   */
  public static Weight fraction(double fraction) {
    return exact(fraction, 4, "the fraction " + fraction);
  }

  /**
   * Parses a weight: {@code 10%}, or basis points as {@code 25bp}.
   *
   * @param text the weight as text, as {@link #toString()} returns it
   * @return the weight
   * @throws IllegalArgumentException if the text is of neither form, or out of range
   */
  public static Weight parse(String text) {
    Objects.requireNonNull(text, "text");
    try {
      if (text.endsWith("%")) {
        String number = text.substring(0, text.length() - 1).strip();
        return exact(new BigDecimal(number), 2, Text.quote(text));
      }
      if (text.endsWith("bp")) {
        String number = text.substring(0, text.length() - 2).strip();
        return exact(new BigDecimal(Integer.parseInt(number)), 0, Text.quote(text));
      }
    } catch (NumberFormatException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, null);
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "Cannot use "
            + Text.quote(text)
            + " as a weight: write a percentage (10%) or basis points (25bp)",
        cause);
  }

  private static Weight exact(double share, int digits, String shown) {
    if (!Double.isFinite(share)) {
      throw new IllegalArgumentException(
          "Cannot use " + shown + " as a weight: it is not a number");
    }
    return exact(BigDecimal.valueOf(share), digits, shown);
  }

  private static Weight exact(BigDecimal share, int digits, String shown) {
    BigDecimal full = BigDecimal.valueOf(FULL).movePointLeft(digits);
    if (share.signum() < 0 || share.compareTo(full) > 0) {
      throw new IllegalArgumentException(
          "Cannot use " + shown + " as a weight: it must be 0 to " + full.toPlainString());
    }
    BigDecimal basisPoints = share.movePointRight(digits).stripTrailingZeros();
    if (basisPoints.scale() > 0) {
      throw new IllegalArgumentException(
          "Cannot use "
              + shown
              + " as a weight: it is not a whole number of basis points (0.01 %)");
    }
    return new Weight(basisPoints.intValueExact());
  }

  @Override
  public int compareTo(Weight other) {
    Objects.requireNonNull(other, "other");
    return Integer.compare(basisPoints, other.basisPoints);
  }

  /** Returns the weight as a percentage, such as {@code 2.5%}, which {@link #parse} accepts. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "%";
  }
}
