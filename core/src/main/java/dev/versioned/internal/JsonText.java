package dev.versioned.internal;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes JSON: the members in the order of the calls, without spaces, and in ASCII alone, so that
 * the same values always give the same bytes.
 */
public final class JsonText {
  private static final int LAST_CONTROL = 0x1f;
  private static final int LAST_ASCII = 0x7e;

  private final StringBuilder json = new StringBuilder();

  /** Makes an empty text. */
  public JsonText() {}

  /** Adds an object. */
  public JsonText object(Consumer<JsonText> members) {
    separate();
    json.append('{');
    members.accept(this);
    json.append('}');
    return this;
  }

  /** Adds a member that is an object. */
  public JsonText object(String name, Consumer<JsonText> members) {
    return name(name).object(members);
  }

  /** Adds a member that is an array of objects. */
  public JsonText array(String name, List<? extends Consumer<JsonText>> objects) {
    name(name);
    json.append('[');
    objects.forEach(this::object);
    json.append(']');
    return this;
  }

  /** Adds a member that is a text. */
  public JsonText text(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  /** Adds a member that is a number. */
  public JsonText number(String name, long value) {
    name(name);
    json.append(value);
    return this;
  }

  private JsonText name(String name) {
    separate();
    quote(name);
    json.append(':');
    return this;
  }

  /** A value follows another one unless it is the first of its object or array, or a member's. */
  private void separate() {
    char last = json.isEmpty() ? '{' : json.charAt(json.length() - 1);
    if (last != '{' && last != '[' && last != ':') {
      json.append(',');
    }
  }

  private void quote(String text) {
    json.append(quoted(text));
  }

  /** Returns a text as a JSON string in ASCII. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c <= LAST_CONTROL || c > LAST_ASCII) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** Returns the JSON. */
  @Override
  public String toString() {
    return json.toString();
  }
}
