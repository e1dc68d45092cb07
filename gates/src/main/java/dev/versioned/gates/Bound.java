package dev.versioned.gates;

import java.util.Locale;
import java.util.Objects;

/**
 * What a value must keep to be healthy. Immutable.
 *
 * @param relation how it is compared
 * @param limit with what
 */
public record Bound(Relation relation, double limit) {

  /** How a value is compared with the limit. */
  public enum Relation {
    /** The value is the limit or less. */
    AT_MOST,
    /** The value is less than the limit. */
    BELOW,
    /** The value is the limit or more. */
    AT_LEAST,
    /** The value is more than the limit. */
    ABOVE
  }

  /**
   * Validates the bound.
   *
   * @param relation how the value is compared
   * @param limit with what
   * @throws IllegalArgumentException if the limit is not finite
   */
  public Bound {
    Objects.requireNonNull(relation, "relation");
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException(
          "Cannot use " + limit + " as a limit: it must be a finite number");
    }
  }

  /**
   * Accepts the limit and less.
   *
   * @param limit the largest value
   * @return the bound
   * @throws IllegalArgumentException if the limit is not finite
   */
  public static Bound atMost(double limit) {
    return new Bound(Relation.AT_MOST, limit);
  }

  /**
   * Accepts less than the limit.
   *
   * @param limit the smallest value that is refused
   * @return the bound
   * @throws IllegalArgumentException if the limit is not finite
   */
  public static Bound below(double limit) {
    return new Bound(Relation.BELOW, limit);
  }

  /**
   * Accepts the limit and more.
   *
   * @param limit the smallest value
   * @return the bound
   * @throws IllegalArgumentException if the limit is not finite
   */
  public static Bound atLeast(double limit) {
    return new Bound(Relation.AT_LEAST, limit);
  }

  /**
   * Accepts more than the limit.
   *
   * @param limit the largest value that is refused
   * @return the bound
   * @throws IllegalArgumentException if the limit is not finite
   */
  public static Bound above(double limit) {
    return new Bound(Relation.ABOVE, limit);
  }

  /**
   * Accepts 1, which a comparison of PromQL with {@code bool} gives if it is true.
   *
   * @return the bound
   */
  public static Bound isTrue() {
    return above(0);
  }

  /**
   * Returns whether a value keeps the bound.
   *
   * @param value the value
   * @return false for NaN too
   */
  public boolean holds(double value) {
    return switch (relation) {
      case AT_MOST -> value <= limit;
      case BELOW -> value < limit;
      case AT_LEAST -> value >= limit;
      case ABOVE -> value > limit;
    };
  }

  /** Returns the bound as text, such as {@code at most 0.01}. */
  @Override
  public String toString() {
    return relation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + limit;
  }
}
