package dev.versioned.model;

import java.util.Objects;

/**
 * What was asked for is not there: a version, an alias, an earlier routing to go back to, or a
 * rollout. The message says by what name it was looked for.
 */
public final class NotFoundException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #subject()}. */
  private final Subject subject;

  /** What was looked for. */
  public enum Subject {
    /** The artifact has no version and no working copy. */
    ARTIFACT,
    /** There is no such version, or it is deleted. */
    VERSION,
    /** There is no such alias. */
    ALIAS,
    /** The alias has no additional version to promote, or no earlier routing to go back to. */
    ROUTING,
    /** The alias has no rollout, or none under way. */
    ROLLOUT
  }

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, and why
   * @param subject what was looked for
   */
  public NotFoundException(String message, Subject subject) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(subject, "subject");
    this.subject = subject;
  }

  /**
   * Returns what was looked for.
   *
   * @return what was looked for
   */
  public Subject subject() {
    return subject;
  }

  @Override
  public String lambdaErrorName() {
    return "ResourceNotFoundException";
  }
}
