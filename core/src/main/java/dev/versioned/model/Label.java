package dev.versioned.model;

import dev.versioned.internal.Text;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A label of a version: a name, with or without a value. Unlike metadata, labels may change after a
 * version was published.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ / : -}, starting with a letter or a digit
 * @param value at most 128 bytes in UTF-8, without control characters; empty for a plain name
 */
public record Label(String name, String value) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,63}");
  private static final int LONGEST_VALUE_BYTES = 128;

  /**
   * Makes a label.
   *
   * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ / : -}, starting with a letter or a digit
   * @param value at most 128 bytes in UTF-8, without control characters; empty for a plain name
   * @throws IllegalArgumentException if name or value is not valid
   */
  public Label {
    check(name, value);
  }

  /** Checks a label as the constructor does. */
  static void check(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(name)
              + " as the name of a label: it must be 1 to 64 of A-Z a-z 0-9 . _ / : - and start with"
              + " a letter or a digit");
    }
    // rule: value-of-a-label-is-bounded
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE_BYTES
        || value.codePoints().anyMatch(Label::isForbidden)) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(value)
              + " as the value of a label: it may have 128 bytes, and no control characters");
    }
  }

  private static boolean isForbidden(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }

  /**
   * Parses a label.
   *
   * @param text a name, or {@code name=value}
   * @return the label
   * @throws IllegalArgumentException if name or value is not valid
   */
  public static Label parse(String text) {
    Objects.requireNonNull(text, "text");
    int equals = text.indexOf('=');
    return equals < 0
        ? new Label(text, "")
        : new Label(text.substring(0, equals), text.substring(equals + 1));
  }

  /** Returns the name, or {@code name=value}. */
  @Override
  public String toString() {
    return value.isEmpty() ? name : name + "=" + value;
  }
}
