package dev.versioned.spi;

/** A change of one attribute of an item, as data. */
public sealed interface ItemChange {

  /**
   * Returns the name of the attribute that changes.
   *
   * @return the attribute's name
   */
  String attribute();

  /**
   * Sets the attribute to a value.
   *
   * @param attribute the attribute's name
   * @param value the value
   */
  record Set(String attribute, ItemValue value) implements ItemChange {}

  /**
   * Sets the attribute to a value unless it has one.
   *
   * @param attribute the attribute's name
   * @param value the value
   */
  record SetIfMissing(String attribute, ItemValue value) implements ItemChange {}

  /**
   * Adds to a number; a missing attribute counts as 0.
   *
   * @param attribute the attribute's name
   * @param amount the amount to add, which may be negative
   */
  record Add(String attribute, long amount) implements ItemChange {}

  /**
   * Removes the attribute.
   *
   * @param attribute the attribute's name
   */
  record Remove(String attribute) implements ItemChange {}

  /**
   * Returns the change that sets an attribute to a text.
   *
   * @param attribute the attribute's name
   * @param value the text
   * @return the change
   */
  static ItemChange set(String attribute, String value) {
    return new Set(attribute, ItemValue.of(value));
  }

  /**
   * Returns the change that sets an attribute to a number.
   *
   * @param attribute the attribute's name
   * @param value the number
   * @return the change
   */
  static ItemChange set(String attribute, long value) {
    return new Set(attribute, ItemValue.of(value));
  }
}
