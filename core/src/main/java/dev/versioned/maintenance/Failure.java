package dev.versioned.maintenance;

import dev.versioned.model.ArtifactException;
import java.util.Objects;

/**
 * Something that could not be done while the rest went on. It is as it was, or as a killed run
 * leaves it; the next run takes it up again.
 *
 * @param subject what was to be removed, deleted or listed
 * @param cause what the store said
 */
public record Failure(String subject, ArtifactException cause) {
  /**
   * Makes the value.
   *
   * @param subject what was to be removed, deleted or listed
   * @param cause what the store said
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
