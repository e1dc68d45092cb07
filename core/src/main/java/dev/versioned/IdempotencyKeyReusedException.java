package dev.versioned;

import java.util.Objects;

/**
 * The idempotency key was used before, with other content, content type or metadata. Take a key of
 * its own for each content.
 */
public final class IdempotencyKeyReusedException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient IdempotencyKey idempotencyKey;
  private final transient VersionNumber version;

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, and why
   * @param idempotencyKey the key that was used twice
   * @param version the version that the key stands for
   */
  public IdempotencyKeyReusedException(
      String message, IdempotencyKey idempotencyKey, VersionNumber version) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    Objects.requireNonNull(version, "version");
    this.idempotencyKey = idempotencyKey;
    this.version = version;
  }

  /**
   * Returns the key that was used twice.
   *
   * @return the key that was used twice
   */
  public IdempotencyKey idempotencyKey() {
    return idempotencyKey;
  }

  /**
   * Returns the version that the key stands for.
   *
   * @return the version that the key stands for
   */
  public VersionNumber version() {
    return version;
  }

  @Override
  public String lambdaErrorName() {
    return "InvalidParameterValueException";
  }
}
