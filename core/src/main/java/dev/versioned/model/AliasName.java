package dev.versioned.model;

import dev.versioned.internal.Text;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of an alias of an artifact.
 *
 * <p>The pattern is Lambda's own, {@code (?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}}: 1 to 128 ASCII letters,
 * digits, {@code _} and {@code -}, and not digits alone, so that an alias is never mistaken for a
 * version number (AWS Lambda API reference, <i>CreateAlias</i>).
 *
 * @param value the name as text
 */
public record AliasName(String value) implements Qualifier, Comparable<AliasName> {
  private static final Pattern VALID = Pattern.compile("(?!^[0-9]+$)[A-Za-z0-9_-]{1,128}");

  /**
   * Validates the name.
   *
   * @param value the name as text
   * @throws IllegalArgumentException if {@code value} is not a valid alias name
   */
  public AliasName {
    Objects.requireNonNull(value, "value");
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(value)
              + " as an alias name: it must be 1 to 128 of A-Z a-z 0-9 _ - and not digits alone");
    }
  }

  /**
   * Parses an alias name.
   *
   * @param value the name as text
   * @return the name
   * @throws IllegalArgumentException if {@code value} is not a valid alias name
   */
  public static AliasName parse(String value) {
    Objects.requireNonNull(value, "value");
    return new AliasName(value);
  }

  @Override
  public int compareTo(AliasName other) {
    Objects.requireNonNull(other, "other");
    return value.compareTo(other.value);
  }

  /** Returns the name itself. */
  @Override
  public String toString() {
    return value;
  }
}
