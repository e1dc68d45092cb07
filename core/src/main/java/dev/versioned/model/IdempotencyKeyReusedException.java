package dev.versioned.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency key was used before: for a publish of other content, content type or metadata, or
 * for another change of the alias. Take a key of its own for each.
 */
public final class IdempotencyKeyReusedException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient IdempotencyKey idempotencyKey;
  private final transient @Nullable VersionNumber version;

  /**
   * Makes the exception of a publish.
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
   * Makes the exception of a change of an alias.
   *
   * @param message what cannot be done, and why
   * @param idempotencyKey the key that was used twice
   */
  public IdempotencyKeyReusedException(String message, IdempotencyKey idempotencyKey) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    this.idempotencyKey = idempotencyKey;
    this.version = null;
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
   * @return the version; empty if the key stands for a change of an alias
   */
  public Optional<VersionNumber> version() {
    return Optional.ofNullable(version);
  }

  @Override
  public String lambdaErrorName() {
    return "InvalidParameterValueException";
  }
}
