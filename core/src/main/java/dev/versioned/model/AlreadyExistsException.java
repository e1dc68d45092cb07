package dev.versioned.model;

import java.util.Objects;

/**
 * Something to be created already exists: an alias, a rollout, or the object of a new version,
 * which another publish wrote that this table does not know.
 */
public final class AlreadyExistsException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #existing()}. */
  private final String existing;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param existing the existing name or key
   */
  public AlreadyExistsException(String message, String existing) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(existing, "existing");
    this.existing = existing;
  }

  /**
   * Returns the existing name or key.
   *
   * @return an alias's name or a blob's key
   */
  public String existing() {
    return existing;
  }

  @Override
  public String lambdaErrorName() {
    return "ResourceConflictException";
  }
}
