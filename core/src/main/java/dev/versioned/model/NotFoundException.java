package dev.versioned.model;

import java.util.Objects;

/**
 * Something does not exist: a version, an alias, an earlier routing to roll back to, or a rollout.
 * The message contains the name that was looked up.
 */
public final class NotFoundException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #subject()}. */
  private final Subject subject;

  /** The kind of thing that was looked up. */
  public enum Subject {
    /** The artifact has no version and no working copy. */
    ARTIFACT,
    /** The version does not exist, or is deleted. */
    VERSION,
    /** The alias does not exist. */
    ALIAS,
    /** The alias has no additional version to promote, or no earlier routing to roll back to. */
    ROUTING,
    /** The alias has no rollout, or none under way. */
    ROLLOUT
  }

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param subject the kind of thing that was looked up
   */
  public NotFoundException(String message, Subject subject) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(subject, "subject");
    this.subject = subject;
  }

  /**
   * Returns the kind of thing that was looked up.
   *
   * @return the kind
   */
  public Subject subject() {
    return subject;
  }

  @Override
  public String lambdaErrorName() {
    return "ResourceNotFoundException";
  }
}
