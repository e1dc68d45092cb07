package dev.versioned.model;

import dev.versioned.internal.Text;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A name for one intended publish or change of an alias, so that retrying it does not repeat it:
 * after a lost reply, in another process, or the next day. A commit id or a pipeline's run id are
 * good keys.
 *
 * @param value 1 to 128 printable ASCII characters without space
 */
public record IdempotencyKey(String value) {
  private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  /**
   * Validates the key.
   *
   * @param value 1 to 128 printable ASCII characters without space
   * @throws IllegalArgumentException if {@code value} is not a valid key
   */
  public IdempotencyKey {
    Objects.requireNonNull(value, "value");
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(value)
              + " as an idempotency key: it must be 1 to 128 printable ASCII characters without space");
    }
  }

  /** Returns the key as text. */
  @Override
  public String toString() {
    return value;
  }
}
