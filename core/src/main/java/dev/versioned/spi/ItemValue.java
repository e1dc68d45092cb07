package dev.versioned.spi;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The value of an attribute, of one of the types that this library stores. */
public sealed interface ItemValue {

  /**
   * Makes a text.
   *
   * @param value the text
   * @return the value
   */
  static ItemValue of(String value) {
    return new Text(value);
  }

  /**
   * Makes a number.
   *
   * @param value the number
   * @return the value
   */
  static ItemValue of(long value) {
    return new Whole(value);
  }

  /**
   * A text, which may be empty; sorted by its UTF-8 bytes.
   *
   * @param value the text
   */
  record Text(String value) implements ItemValue {}

  /**
   * A whole number.
   *
   * @param value the number
   */
  record Whole(long value) implements ItemValue {}

  /**
   * A map of named values.
   *
   * @param values the values by name
   */
  record Fields(Map<String, ItemValue> values) implements ItemValue {
    /**
     * Makes named values; the map is copied.
     *
     * @param values the values by name
     */
    public Fields {
      values = Collections.unmodifiableMap(new TreeMap<>(values));
    }
  }

  /**
   * An ordered list of values.
   *
   * @param values the values
   */
  record Sequence(List<ItemValue> values) implements ItemValue {
    /**
     * Makes a sequence; the list is copied.
     *
     * @param values the values
     */
    public Sequence {
      values = List.copyOf(values);
    }
  }

  /**
   * A value of a type that no record of this library uses, such as a fraction or binary data. A
   * store returns such values, and can write and compare them, so that an item that contains one
   * can be copied.
   *
   * @param type the store's name of the type
   * @param text the value, in a form that the store can read back
   */
  record Other(String type, String text) implements ItemValue {}
}
