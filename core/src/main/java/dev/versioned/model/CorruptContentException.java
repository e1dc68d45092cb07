package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes read from the store do not have the recorded digest, or are missing although there is a
 * record of them. None of them were returned as verified.
 */
public final class CorruptContentException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient Digest expected;
  private final transient Digest actual;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param expected the recorded digest
   * @param actual the digest of the bytes that were read
   * @param cause the cause, or null
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
   * Returns the recorded digest.
   *
   * @return the recorded digest
   */
  public Digest expected() {
    return expected;
  }

  /**
   * Returns the digest of the bytes that were read.
   *
   * @return the digest of the bytes that were read; that of no bytes if they are missing
   */
  public Digest actual() {
    return actual;
  }

  @Override
  public String lambdaErrorName() {
    return "CodeVerificationFailedException";
  }
}
