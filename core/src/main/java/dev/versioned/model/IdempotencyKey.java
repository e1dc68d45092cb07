package dev.versioned.model;

import dev.versioned.internal.Text;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names one intended publish, so that a retry of it gives the same version: after a lost reply, in
 * another process, the next day. A commit id or a pipeline's run id are good keys.
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

  /** Returns the key itself. */
  @Override
  public String toString() {
    return value;
  }
}
