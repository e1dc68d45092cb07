package dev.versioned.internal.catalog;

import dev.versioned.model.VersionNumber;
import dev.versioned.spi.ItemValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The attributes of an item, or of a part of one, from which a record is made. A missing attribute
 * or one of another type throws an {@link IllegalArgumentException}, which {@link Schema} turns
 * into the error that users see.
 *
 * @param values the attributes
 */
record StoredFields(Map<String, ItemValue> values) {
  private static final long LARGEST_BYTES = 50L << 40;

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns a text that every such item has. */
  String text(String name) {
    if (required(name) instanceof ItemValue.Text text) {
      return text.value();
    }
    throw ofAnotherType(name, "a text");
  }

  /** Returns a text; an empty text is not stored. */
  String textOrEmpty(String name) {
    return has(name) ? text(name) : "";
  }

  long number(String name) {
    if (required(name) instanceof ItemValue.Whole number) {
      return number.value();
    }
    throw ofAnotherType(name, "a whole number");
  }

  /** Returns a number; 0 is not stored. */
  long numberOrZero(String name) {
    return has(name) ? number(name) : 0;
  }

  /** Returns a number that must not be below a limit. */
  long numberFrom(long lowest, String name) {
    long number = number(name);
    if (number < lowest) {
      throw new IllegalArgumentException(
          "its attribute " + name + " is " + number + ", and must be at least " + lowest);
    }
    return number;
  }

  /** Returns a size: S3 keeps no object of more than 50 TB. */
  long size(String name) {
    return numberWithin(0, LARGEST_BYTES, name);
  }

  /** Returns how often the table took a place over; 0 if it never did. */
  long epoch() {
    return has(Attributes.EPOCH) ? revisionFrom(0, Attributes.EPOCH) : 0;
  }

  /**
   * Returns a revision or a similar number, which has at most as many digits as a key has room for.
   */
  long revisionFrom(long lowest, String name) {
    return numberWithin(lowest, VersionNumber.MAX, name);
  }

  private long numberWithin(long lowest, long highest, String name) {
    long number = numberFrom(lowest, name);
    // rule: number-that-is-read-has-an-upper-limit
    if (number > highest) {
      throw new IllegalArgumentException(
          "its attribute " + name + " is " + number + ", and must be at most " + highest);
    }
    return number;
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  /** Returns a part, which has attributes itself. */
  StoredFields part(String name) {
    if (required(name) instanceof ItemValue.Fields part) {
      return new StoredFields(part.values());
    }
    throw ofAnotherType(name, "a map");
  }

  /** Returns a map of texts; an empty map is not stored. */
  TreeMap<String, String> textsOrEmpty(String name) {
    return mapOrEmpty(name, StoredFields::text);
  }

  /** Returns a map of numbers; an empty map is not stored. */
  TreeMap<String, Long> numbersOrEmpty(String name) {
    return mapOrEmpty(name, StoredFields::number);
  }

  /** Reads one attribute. */
  private interface Read<V> {
    V of(StoredFields fields, String name);
  }

  private <V> TreeMap<String, V> mapOrEmpty(String name, Read<V> read) {
    TreeMap<String, V> map = new TreeMap<>();
    if (has(name)) {
      StoredFields part = part(name);
      part.values().keySet().forEach(key -> map.put(key, read.of(part, key)));
    }
    return map;
  }

  /** Returns a list of parts; an empty list is not stored. */
  <V> List<V> partsOrEmpty(String name, Function<StoredFields, V> read) {
    if (!has(name)) {
      return List.of();
    }
    if (!(required(name) instanceof ItemValue.Sequence sequence)) {
      throw ofAnotherType(name, "a list");
    }
    return sequence.values().stream()
        .map(
            value -> {
              if (value instanceof ItemValue.Fields part) {
                return read.apply(new StoredFields(part.values()));
              }
              throw ofAnotherType(name, "a list of maps");
            })
        .toList();
  }

  /** Returns a list of numbers; an empty list is not stored. */
  List<Long> numbersInOrder(String name) {
    if (!has(name)) {
      return List.of();
    }
    if (!(required(name) instanceof ItemValue.Sequence sequence)) {
      throw ofAnotherType(name, "a list");
    }
    return sequence.values().stream()
        .map(
            value -> {
              if (value instanceof ItemValue.Whole number) {
                return number.value();
              }
              throw ofAnotherType(name, "a list of numbers");
            })
        .toList();
  }

  private ItemValue required(String name) {
    ItemValue value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no attribute " + name);
    }
    return value;
  }

  private static IllegalArgumentException ofAnotherType(String name, String type) {
    return new IllegalArgumentException("its attribute " + name + " is not " + type);
  }
}
