package dev.versioned.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value that was read from JSON. */
public sealed interface Json {
  /**
   * An object.
   *
   * @param members its members, by their names
   */
  record Members(Map<String, Json> members) implements Json {}

  /**
   * An array.
   *
   * @param elements its elements
   */
  record Elements(List<Json> elements) implements Json {}

  /**
   * A text.
   *
   * @param value the text
   */
  record Text(String value) implements Json {}

  /**
   * A number, {@code true}, {@code false} or {@code null}.
   *
   * @param literal as it is written
   */
  record Literal(String literal) implements Json {}

  /** Returns a member of an object; empty if this is no object, or has no such member. */
  default Optional<Json> member(String name) {
    return this instanceof Members object
        ? Optional.ofNullable(object.members().get(name))
        : Optional.empty();
  }

  /** Returns a member that is a text; empty if it is missing, or not a text. */
  default Optional<String> text(String name) {
    return member(name).flatMap(Json::asText);
  }

  /** Returns the value of a text; empty if this is not a text. */
  default Optional<String> asText() {
    return this instanceof Text text ? Optional.of(text.value()) : Optional.empty();
  }

  /** Returns the elements of a member that is an array; none if it is missing, or not an array. */
  default List<Json> elements(String name) {
    return member(name)
        .map(value -> value instanceof Elements array ? array.elements() : List.<Json>of())
        .orElse(List.of());
  }
}
