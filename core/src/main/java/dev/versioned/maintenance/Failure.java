package dev.versioned.maintenance;

import dev.versioned.model.ArtifactException;
import java.util.Objects;

/**
 * A part of a run that failed while the rest continued. The subject is unchanged, or in the state
 * that a killed run leaves; the next run continues with it.
 *
 * @param subject the thing to be removed, deleted or listed
 * @param cause the store's error
 */
public record Failure(String subject, ArtifactException cause) {
  /**
   * Makes the value.
   *
   * @param subject the thing to be removed, deleted or listed
   * @param cause the store's error
   */
  public Failure {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(cause, "cause");
  }

  /** Returns the subject, and the cause's message. */
  @Override
  public String toString() {
    return subject + ": " + cause.getMessage();
  }
}
