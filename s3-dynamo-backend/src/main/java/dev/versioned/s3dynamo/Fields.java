package dev.versioned.s3dynamo;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read of one item, until all of it is there to make the record. */
final class Fields {
  private final Map<String, Object> values = new HashMap<>();

  void put(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns a text that every such item has. */
  String text(String name) {
    return required(String.class, name);
  }

  /** Returns a text that is not stored when it is empty. */
  String textOrEmpty(String name) {
    return has(name) ? text(name) : "";
  }

  long number(String name) {
    return required(Long.class, name);
  }

  /** Returns a number that is not stored when it is 0. */
  long numberOrZero(String name) {
    return has(name) ? number(name) : 0;
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  @SuppressWarnings("unchecked") // the schema says of what the map is
  <V> Map<String, V> mapOrEmpty(String name) {
    return has(name) ? (Map<String, V>) required(Map.class, name) : Map.of();
  }

  @SuppressWarnings("unchecked") // the schema says of what the list is
  <V> List<V> listOrEmpty(String name) {
    return has(name) ? (List<V>) required(List.class, name) : List.of();
  }

  <V> V required(Class<V> type, String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no attribute " + name);
    }
    return type.cast(value);
  }
}
