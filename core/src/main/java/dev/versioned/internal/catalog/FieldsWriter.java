package dev.versioned.internal.catalog;

import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the attributes of an item, or of a part of one. Empty values are not stored. */
final class FieldsWriter {
  private final Map<String, ItemValue> values = new TreeMap<>();

  /** Adds a value in its text form. */
  FieldsWriter text(String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      values.put(name, ItemValue.of(value.toString()));
    }
    return this;
  }

  FieldsWriter number(String name, long value) {
    values.put(name, ItemValue.of(value));
    return this;
  }

  FieldsWriter numbers(String name, List<Long> numbers) {
    if (!numbers.isEmpty()) {
      values.put(
          name, new ItemValue.Sequence(numbers.stream().<ItemValue>map(ItemValue::of).toList()));
    }
    return this;
  }

  FieldsWriter part(String name, FieldsWriter part) {
    values.put(name, part.fields());
    return this;
  }

  FieldsWriter texts(String name, Map<String, String> texts) {
    Map<String, ItemValue> map = new TreeMap<>();
    texts.forEach((key, text) -> map.put(key, ItemValue.of(text)));
    return map(name, map);
  }

  FieldsWriter map(String name, Map<String, ItemValue> map) {
    if (!map.isEmpty()) {
      values.put(name, new ItemValue.Fields(map));
    }
    return this;
  }

  FieldsWriter parts(String name, List<FieldsWriter> parts) {
    if (!parts.isEmpty()) {
      values.put(
          name,
          new ItemValue.Sequence(parts.stream().map(part -> (ItemValue) part.fields()).toList()));
    }
    return this;
  }

  /** Adds all attributes of another writer. */
  FieldsWriter all(FieldsWriter other) {
    values.putAll(other.values);
    return this;
  }

  /** Returns the size of these attributes, in bytes, as an element of a list. */
  int elementSize() {
    return ItemSize.ofElement(fields());
  }

  private ItemValue.Fields fields() {
    return new ItemValue.Fields(values);
  }

  /** Makes an item with this library's schema number. */
  Item item(ItemKey key) {
    values.put(Attributes.SCHEMA, ItemValue.of(Schema.NUMBER));
    return new Item(key, values);
  }
}
