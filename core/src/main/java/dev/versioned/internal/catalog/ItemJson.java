package dev.versioned.internal.catalog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.versioned.internal.JsonText;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The canonical bytes of an item, which hashes and signatures are over: JSON in ASCII, with sorted
 * names and no spaces. They are made of the attributes that this library writes; a later library
 * that adds an attribute leaves it out of them, or raises the schema number.
 */
final class ItemJson {
  private ItemJson() {}

  static byte[] of(Item item) {
    return ("["
            + JsonText.quoted(item.key().partition())
            + ","
            + JsonText.quoted(item.key().sort())
            + ","
            + object(item.attributes())
            + "]")
        .getBytes(US_ASCII);
  }

  private static String object(Map<String, ItemValue> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> JsonText.quoted(entry.getKey()) + ":" + value(entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(ItemValue value) {
    if (value instanceof ItemValue.Text text) {
      return JsonText.quoted(text.value());
    } else if (value instanceof ItemValue.Whole whole) {
      return Long.toString(whole.value());
    } else if (value instanceof ItemValue.Fields fields) {
      return object(fields.values());
    } else if (value instanceof ItemValue.Sequence sequence) {
      return sequence.values().stream()
          .map(ItemJson::value)
          .collect(Collectors.joining(",", "[", "]"));
    }
    throw new IllegalArgumentException("Cannot write " + value + ": no record has such a value");
  }
}
