package dev.versioned.model;

import dev.versioned.internal.Text;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of an artifact, which has versions as a function has in Lambda.
 *
 * <p>A name is 1 to 128 characters, ASCII letters, digits, {@code .}, {@code _} and {@code -}, and
 * starts with a letter or a digit. It is used unchanged in S3 keys and DynamoDB keys, so it
 * contains no characters that either would have to escape.
 *
 * @param value the name as text
 */
public record ArtifactName(String value) implements Comparable<ArtifactName> {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /**
   * Validates the name.
   *
   * @param value the name as text
   * @throws IllegalArgumentException if {@code value} is not a valid artifact name
   */
  public ArtifactName {
    Objects.requireNonNull(value, "value");
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(value)
              + " as an artifact name: it must be 1 to 128 of A-Z a-z 0-9 . _ - and start with a letter"
              + " or a digit");
    }
  }

  /**
   * Parses an artifact name.
   *
   * @param value the name as text
   * @return the name
   * @throws IllegalArgumentException if {@code value} is not a valid artifact name
   */
  public static ArtifactName parse(String value) {
    Objects.requireNonNull(value, "value");
    return new ArtifactName(value);
  }

  @Override
  public int compareTo(ArtifactName other) {
    Objects.requireNonNull(other, "other");
    return value.compareTo(other.value);
  }

  /** Returns the name itself. */
  @Override
  public String toString() {
    return value;
  }
}
