package dev.versioned.model;

import java.util.Objects;

/**
 * What was to be made exists already: an alias to be created, a rollout to be started, or the
 * object of a new version, which another publish wrote that this table does not know.
 */
public final class AlreadyExistsException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #existing()}. */
  private final String existing;

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, and why
   * @param existing the name or key of what exists
   */
  public AlreadyExistsException(String message, String existing) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(existing, "existing");
    this.existing = existing;
  }

  /**
   * Returns the name of what exists.
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
