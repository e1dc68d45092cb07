package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes read from the store do not have the digest that was recorded, or are missing although
 * the record says that they are stored. Nothing of them was handed out as verified.
 */
public final class CorruptContentException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient Digest expected;
  private final transient Digest actual;

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, and why
   * @param expected the digest that was recorded
   * @param actual the digest of the bytes that came
   * @param cause what led to it, or null
   */
  public CorruptContentException(
      String message, Digest expected, Digest actual, @Nullable Throwable cause) {
    super(message, cause);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * Returns the digest that was recorded.
   *
   * @return the digest that was recorded
   */
  public Digest expected() {
    return expected;
  }

  /**
   * Returns the digest of the bytes that came.
   *
   * @return the digest of the bytes that came; that of no bytes if they are missing
   */
  public Digest actual() {
    return actual;
  }

  @Override
  public String lambdaErrorName() {
    return "CodeVerificationFailedException";
  }
}
