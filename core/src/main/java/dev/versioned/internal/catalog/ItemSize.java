package dev.versioned.internal.catalog;

import dev.versioned.internal.Kinds;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The size of an item in bytes, as DynamoDB counts it ("DynamoDB item sizes and formats"): names
 * and texts in UTF-8, one byte for two digits of a number, three bytes for a map or a list, and one
 * byte for each of its elements.
 */
final class ItemSize {
  /** The names of the table's two key attributes, {@code pk} and {@code sk}. */
  private static final int KEY_NAMES = 4;

  private static final int CONTAINER = 3;
  private static final int ELEMENT = 1;

  private ItemSize() {}

  static int of(Item item) {
    return of(item.key()) + of(item.attributes());
  }

  static int of(ItemKey key) {
    return KEY_NAMES + bytes(key.partition()) + bytes(key.sort());
  }

  static int of(Map<String, ItemValue> attributes) {
    int size = 0;
    for (Map.Entry<String, ItemValue> attribute : attributes.entrySet()) {
      size += bytes(attribute.getKey()) + of(attribute.getValue());
    }
    return size;
  }

  /** Returns the size of a value, in bytes, as an element of a list. */
  static int ofElement(ItemValue value) {
    return ELEMENT + of(value);
  }

  private static int of(ItemValue value) {
    if (value instanceof ItemValue.Text text) {
      return bytes(text.value());
    } else if (value instanceof ItemValue.Whole number) {
      return Long.toString(number.value()).length() / 2 + 2;
    } else if (value instanceof ItemValue.Fields fields) {
      return CONTAINER + ELEMENT * fields.values().size() + of(fields.values());
    } else if (value instanceof ItemValue.Sequence sequence) {
      return CONTAINER + ofElements(sequence.values());
    } else if (value instanceof ItemValue.Other other) {
      return bytes(other.text());
    }
    throw Kinds.unknown(value);
  }

  private static int ofElements(List<ItemValue> values) {
    return values.stream().mapToInt(ItemSize::ofElement).sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
