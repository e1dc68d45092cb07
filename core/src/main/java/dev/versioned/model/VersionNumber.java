package dev.versioned.model;

import dev.versioned.internal.Text;
import java.util.Objects;

/**
 * The number of a version: 1, 2, 3 …, assigned once and never reused.
 *
 * @param value the number, 1 to {@value #MAX}
 */
public record VersionNumber(long value) implements Target, Comparable<VersionNumber> {
  /** The largest number. It has twelve digits, the width of the number in keys. */
  public static final long MAX = 999_999_999_999L;

  private static final int WIDTH = 12;

  /**
   * Validates the number.
   *
   * @param value the number, 1 to {@value #MAX}
   * @throws IllegalArgumentException if {@code value} is not within 1 to {@value #MAX}
   */
  public VersionNumber {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException(
          "Cannot use " + value + " as a version number: it must be 1 to " + MAX);
    }
  }

  /**
   * Makes a version number.
   *
   * @param value the number
   * @return the version number
   * @throws IllegalArgumentException if {@code value} is not within 1 to {@value #MAX}
   */
  public static VersionNumber of(long value) {
    return new VersionNumber(value);
  }

  /**
   * Parses a version number; leading zeros are allowed, so that {@link #padded()} can be parsed
   * too.
   *
   * @param text 1 to 12 decimal digits
   * @return the version number
   * @throws IllegalArgumentException if {@code text} is not such a number, or 0
   */
  public static VersionNumber parse(String text) {
    Objects.requireNonNull(text, "text");
    boolean digitsOnly = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digitsOnly || text.isEmpty() || text.length() > 12) {
      throw new IllegalArgumentException(
          "Cannot use " + Text.quote(text) + " as a version number: it must be 1 to 12 digits");
    }
    return new VersionNumber(Long.parseLong(text));
  }

  /**
   * Returns the number with twelve digits, so that the texts sort by number.
   *
   * @return the number with leading zeros
   */
  public String padded() {
    String digits = Long.toString(value);
    return "0".repeat(WIDTH - digits.length()) + digits;
  }

  @Override
  public int compareTo(VersionNumber other) {
    Objects.requireNonNull(other, "other");
    return Long.compare(value, other.value);
  }

  /** Returns the number in decimal digits. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
