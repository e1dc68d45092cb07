package dev.versioned.internal.record;

import dev.versioned.model.VersionLabels;
import java.util.Optional;

/**
 * The stored labels of a version.
 *
 * @param labels the labels, of revision 1 or more
 * @param attemptId the id of the change that wrote them
 */
public record StoredLabels(VersionLabels labels, String attemptId) {

  /** The result of replacing labels. */
  public sealed interface Result {}

  /** They were replaced. */
  public record Replaced() implements Result {}

  /**
   * They have another revision than the one before.
   *
   * @param current what is stored, if anything is
   */
  public record Changed(Optional<StoredLabels> current) implements Result {}
}
