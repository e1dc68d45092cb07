package dev.versioned.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON by RFC 8259, and refuses what readers understand differently: an object with two
 * members of one name, a text with half of a character, and nesting deeper than {@value #DEEPEST}.
 * The caller limits the length of the text.
 */
public final class JsonReader {
  /** Values are read by recursion. */
  static final int DEEPEST = 64;

  private static final int LAST_CONTROL = 0x1f;
  private static final int HEX_DIGITS = 4;
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";
  private static final Pattern LITERAL =
      Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String json;
  private int at;

  private JsonReader(String json) {
    this.json = json;
  }

  /**
   * Reads a text that is one value.
   *
   * @throws IllegalArgumentException if it is not, with the place in its message
   */
  public static Json read(String json) {
    JsonReader reader = new JsonReader(json);
    Json value = reader.value(DEEPEST);
    reader.skipSpace();
    if (reader.at < json.length()) {
      throw reader.refused("more than one value");
    }
    return value;
  }

  private Json value(int depth) {
    // rule: json-has-a-limited-depth
    if (depth == 0) {
      throw refused("values that are nested deeper than " + DEEPEST);
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Text(text());
      default -> literal();
    };
  }

  private Json object(int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    if (isEmpty('}')) {
      return new Json.Members(members);
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw refused("a member without a name");
      }
      String name = text();
      skipSpace();
      take(':');
      // rule: json-object-has-each-name-once
      if (members.containsKey(name)) {
        throw refused("two members " + Text.quote(name));
      }
      members.put(name, value(depth - 1));
    } while (continues('}'));
    return new Json.Members(members);
  }

  private Json array(int depth) {
    List<Json> elements = new ArrayList<>();
    if (isEmpty(']')) {
      return new Json.Elements(elements);
    }
    do {
      elements.add(value(depth - 1));
    } while (continues(']'));
    return new Json.Elements(elements);
  }

  /** Takes the bracket that opens a value, and the one that closes it, if it is the next. */
  private boolean isEmpty(char close) {
    at++;
    skipSpace();
    if (peek() != close) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char close) {
    skipSpace();
    if (peek() == close) {
      at++;
      return false;
    }
    take(',');
    return true;
  }

  private String text() {
    take('"');
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      char next = peek();
      if (next <= LAST_CONTROL) {
        throw refused("a control character in a text");
      }
      at++;
      text.append(next == '\\' ? escaped() : next);
    }
    at++;
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw refused("half of a character in a text");
    }
    return text.toString();
  }

  private char escaped() {
    char kind = peek();
    at++;
    if (kind == 'u') {
      String hex = json.substring(at, Math.min(at + HEX_DIGITS, json.length()));
      if (!hex.matches("[0-9a-fA-F]{4}")) {
        throw refused("an escape that is none");
      }
      at += HEX_DIGITS;
      return (char) Integer.parseInt(hex, 16);
    }
    int escape = ESCAPES.indexOf(kind);
    if (escape < 0) {
      throw refused("an escape that is none");
    }
    return ESCAPED.charAt(escape);
  }

  private Json literal() {
    Matcher literal = LITERAL.matcher(json).region(at, json.length());
    if (!literal.lookingAt()) {
      throw refused("no value");
    }
    at = literal.end();
    return new Json.Literal(literal.group());
  }

  private void take(char expected) {
    if (peek() != expected) {
      throw refused("no " + expected);
    }
    at++;
  }

  /** Returns the next character; at the end one that JSON has nowhere. */
  private char peek() {
    return at < json.length() ? json.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("it has " + what + " at character " + at);
  }
}
