package dev.versioned.maintenance;

import dev.versioned.model.Version;
import java.util.List;
import java.util.Objects;

/**
 * The result of a run of {@link dev.versioned.Prune}.
 *
 * @param kept how many versions were kept, including those that came into use during the run
 * @param deleted the versions deleted, newest first; each can be restored within the undelete
 *     window
 * @param deletedBytes the size of the deleted versions, which {@link dev.versioned.Gc} frees after
 *     the window
 * @param cameIntoUse the versions that were to be deleted, but to which an alias had come to point
 * @param failures the versions that could not be deleted, and the artifacts of which nothing was,
 *     because a record that decides cannot be read
 */
public record PruneReport(
    long kept,
    List<Version> deleted,
    long deletedBytes,
    List<Version> cameIntoUse,
    List<Failure> failures) {

  /**
   * Makes a report; the lists are copied.
   *
   * @param kept how many versions were kept
   * @param deleted the versions deleted, newest first
   * @param deletedBytes the size of the deleted versions
   * @param cameIntoUse the versions to which an alias had come to point
   * @param failures the versions that could not be deleted
   */
  public PruneReport {
    Objects.requireNonNull(deleted, "deleted");
    Objects.requireNonNull(cameIntoUse, "cameIntoUse");
    Objects.requireNonNull(failures, "failures");
    deleted = List.copyOf(deleted);
    cameIntoUse = List.copyOf(cameIntoUse);
    failures = List.copyOf(failures);
  }
}
