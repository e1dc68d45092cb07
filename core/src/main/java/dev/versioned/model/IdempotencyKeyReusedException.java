package dev.versioned.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency key was already used: for a publish of different content, content type or
 * metadata, or for another change of the alias. Use a different key for each.
 */
public final class IdempotencyKeyReusedException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  private final transient IdempotencyKey idempotencyKey;
  private final transient @Nullable VersionNumber version;

  /**
   * Makes the exception of a publish.
   *
   * @param message the failed action and the reason
   * @param idempotencyKey the key that was used twice
   * @param version the version that was published with the key
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
   * @param message the failed action and the reason
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
   * Returns the version that was published with the key.
   *
   * @return the version; empty if the key was used for a change of an alias
   */
  public Optional<VersionNumber> version() {
    return Optional.ofNullable(version);
  }

  @Override
  public String lambdaErrorName() {
    return "InvalidParameterValueException";
  }
}
