package dev.versioned.spi;

import java.util.List;

/**
 * A condition on the item under a key, without which a write does not happen. It is data, and every
 * store evaluates it in the same way.
 *
 * <p>A comparison with an attribute that is missing, or of another type, is false, except that
 * {@link Differs} is true then.
 */
public sealed interface Condition {

  /** No item exists under the key. */
  record Absent() implements Condition {}

  /** An item exists under the key. */
  record Present() implements Condition {}

  /**
   * The item has no such attribute, or no item exists.
   *
   * @param attribute the attribute's name
   */
  record Missing(String attribute) implements Condition {}

  /**
   * The attribute has exactly this value.
   *
   * @param attribute the attribute's name
   * @param value the value, of any type
   */
  record Equals(String attribute, ItemValue value) implements Condition {}

  /**
   * The attribute has another value, or is missing, or no item exists.
   *
   * @param attribute the attribute's name
   * @param value a text or a number
   */
  record Differs(String attribute, ItemValue value) implements Condition {}

  /**
   * The attribute is of the same type as this value, and not greater.
   *
   * @param attribute the attribute's name
   * @param value a text or a number
   */
  record AtMost(String attribute, ItemValue value) implements Condition {}

  /**
   * All of these hold; always, if the list is empty.
   *
   * @param conditions the conditions
   */
  record All(List<Condition> conditions) implements Condition {
    /**
     * Makes a conjunction; the list is copied.
     *
     * @param conditions the conditions
     */
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * At least one of these holds; never, if the list is empty.
   *
   * @param conditions the conditions
   */
  record Any(List<Condition> conditions) implements Condition {
    /**
     * Makes a disjunction; the list is copied.
     *
     * @param conditions the conditions
     */
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * Returns the condition that no item exists under the key.
   *
   * @return the condition
   */
  static Condition absent() {
    return new Absent();
  }

  /**
   * Returns the condition that an item exists under the key.
   *
   * @return the condition
   */
  static Condition present() {
    return new Present();
  }

  /**
   * Returns the condition that always holds.
   *
   * @return the condition
   */
  static Condition always() {
    return new All(List.of());
  }

  /**
   * Returns the condition that the item has no such attribute, or does not exist.
   *
   * @param attribute the attribute's name
   * @return the condition
   */
  static Condition missing(String attribute) {
    return new Missing(attribute);
  }

  /**
   * Returns the condition that an attribute has a text.
   *
   * @param attribute the attribute's name
   * @param value the text
   * @return the condition
   */
  static Condition equal(String attribute, String value) {
    return new Equals(attribute, ItemValue.of(value));
  }

  /**
   * Returns the condition that an attribute has a number.
   *
   * @param attribute the attribute's name
   * @param value the number
   * @return the condition
   */
  static Condition equal(String attribute, long value) {
    return new Equals(attribute, ItemValue.of(value));
  }

  /**
   * Returns the condition that an attribute has another value, or none.
   *
   * @param attribute the attribute's name
   * @param value the text
   * @return the condition
   */
  static Condition differs(String attribute, String value) {
    return new Differs(attribute, ItemValue.of(value));
  }

  /**
   * Returns the condition that a text is not greater than another.
   *
   * @param attribute the attribute's name
   * @param value the other text
   * @return the condition
   */
  static Condition atMost(String attribute, String value) {
    return new AtMost(attribute, ItemValue.of(value));
  }

  /**
   * Returns the condition that a number is not greater than another.
   *
   * @param attribute the attribute's name
   * @param value the other number
   * @return the condition
   */
  static Condition atMost(String attribute, long value) {
    return new AtMost(attribute, ItemValue.of(value));
  }

  /**
   * Returns the condition that this one and another hold.
   *
   * @param other the other condition
   * @return the condition
   */
  default Condition and(Condition other) {
    return new All(List.of(this, other));
  }

  /**
   * Returns the condition that this one or another holds.
   *
   * @param other the other condition
   * @return the condition
   */
  default Condition or(Condition other) {
    return new Any(List.of(this, other));
  }
}
