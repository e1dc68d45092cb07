package dev.versioned.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No reply to a write arrived, and it could not be determined whether the write happened. Nothing
 * was cleaned up. The same call may be repeated: with the same idempotency key it gives the same
 * version.
 */
public final class UnknownOutcomeException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<IdempotencyKey> idempotencyKey;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param idempotencyKey the key to retry with, if the call had one
   * @param cause the cause, or null
   */
  public UnknownOutcomeException(
      String message, Optional<IdempotencyKey> idempotencyKey, @Nullable Throwable cause) {
    super(message, cause);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    this.idempotencyKey = idempotencyKey;
  }

  /**
   * Returns the key to retry with, if the call had one.
   *
   * @return the key to retry with, if the call had one
   */
  public Optional<IdempotencyKey> idempotencyKey() {
    return idempotencyKey;
  }

  @Override
  public String lambdaErrorName() {
    return "ServiceException";
  }
}
