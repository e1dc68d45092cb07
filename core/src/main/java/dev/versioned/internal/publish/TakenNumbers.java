package dev.versioned.internal.publish;

import dev.versioned.internal.Log;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.time.Clock;

/**
 * Gives up the numbers of one publish that other writers have used: another writer's object has the
 * key, or an object of another attempt is in the folder.
 *
 * <p>The record of the number protects the object from the collector. A file that was put there by
 * hand costs a number and a warning. An object of another attempt of this library, or several
 * objects of any kind in a row, look like versions that the table has forgotten; the publish is
 * then refused. For use by one thread.
 */
final class TakenNumbers {
  /** This many foreign objects in a row are no accident. */
  static final int MOST_IN_A_ROW = 3;

  private static final String REMEDY =
      "; each number that was tried is given up and its object kept. Before you publish again, follow"
          + " \"After the table was restored to an earlier time\" in docs/operations.md; if two tables"
          + " share the place, give each its own prefix";

  private final BlobStore blobs;
  private final Catalog catalog;
  private final Clock clock;
  private final ArtifactName artifact;
  private int inARow;

  TakenNumbers(BlobStore blobs, Catalog catalog, Clock clock, ArtifactName artifact) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.clock = clock;
    this.artifact = artifact;
  }

  /** Resets the count: the object under a number is this attempt's own. */
  void free() {
    inARow = 0;
  }

  /** A publisher may lack the permission to delete; the number has no version in any case. */
  private void remove(BlobKey own) {
    try {
      blobs.delete(own);
    } catch (BackendException e) {
      Log.CLEANUP.warn(
          "{} was written under a number that was given up, and is left there", own, e);
    }
  }

  /**
   * Records a number as given up.
   *
   * @param existing the object of another attempt in its folder
   * @param own the key that this attempt writes; anything that it wrote there is removed
   * @throws AlreadyExistsException if the object looks like a version that the table has forgotten
   */
  void giveUp(VersionNumber number, BlobInfo existing, BlobKey own) {
    // rule: number-with-a-foreign-object-is-given-up
    catalog.giveUp(artifact, number, clock.instant());
    // rule: own-object-goes-with-its-number
    if (!existing.key().equals(own)) {
      remove(own);
    }
    inARow = inARow == 0 ? 1 + givenUpBefore(number) : inARow + 1;
    // rule: object-of-another-publish-is-not-skipped
    if (!existing.attemptId().isEmpty()) {
      throw refused(
          existing,
          "the object "
              + existing.key()
              + " in the folder of its next number is of another publish, which the table does not know; the"
              + " table may have been restored to an earlier time");
    } else if (inARow >= MOST_IN_A_ROW) {
      // rule: few-foreign-objects-are-skipped
      throw refused(
          existing,
          inARow
              + " numbers in a row hold objects of other writers, the last "
              + existing.key()
              + "; the table may have been restored to an earlier time");
    }
    Log.PUBLISH.warn(
        "number {} of {} is given up: the object {} is of another writer, and is kept; the publish"
            + " takes the next number",
        number,
        artifact,
        existing.key());
  }

  /**
   * Counts the numbers before this one that were given up. A repeated publish must not succeed just
   * because the refused one has given up numbers.
   */
  private int givenUpBefore(VersionNumber number) {
    int before = 0;
    while (before < MOST_IN_A_ROW - 1
        && number.value() - before > 1
        && catalog
            .findRecord(artifact, VersionNumber.of(number.value() - before - 1))
            .filter(VersionEntry.GivenUp.class::isInstance)
            .isPresent()) {
      before++;
    }
    return before;
  }

  private AlreadyExistsException refused(BlobInfo existing, String why) {
    return new AlreadyExistsException(
        "Cannot publish " + artifact + ": " + why + REMEDY, existing.key().value());
  }
}
