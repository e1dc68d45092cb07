package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes deleted versions to their end: their bytes are removed after the undelete window.
 *
 * @param window how long after its deletion a version can be restored
 * @param now the time by the blob store's clock
 */
record Expiry(Catalog catalog, ArtifactName artifact, Duration window, Instant now) {
  /** Returns whether a version was deleted longer ago than the window. */
  boolean isDue(VersionEntry.Committed version, BlobInfo blob) {
    return version.state() == VersionState.DELETED
        && Duration.between(deletedAt(version, blob), now).compareTo(window) >= 0;
  }

  /**
   * The deleter's clock wrote the time. If that was slow, the version is at least not deleted
   * before its bytes were written, by the store's clock.
   */
  static Instant deletedAt(VersionEntry.Committed version, BlobInfo blob) {
    Instant deleted = version.stateChangedAt();
    // rule: window-begins-after-the-bytes
    return deleted.isBefore(blob.lastModified()) ? blob.lastModified() : deleted;
  }

  /** Makes restoring impossible; false if the version is in use again. */
  boolean expire(VersionNumber number, BlobInfo blob) {
    // Read again: it may have been restored since it was listed, and deleted again.
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    if (isExpired(entry)) {
      return true; // another run is at it
    }
    if (entry.isEmpty()
        || !(entry.get() instanceof VersionEntry.Committed version)
        || !isDue(version, blob)) {
      return false;
    }
    // If it is restored and deleted now, its window begins again.
    StateChange.Result result =
        catalog.changeState(
            new StateChange(
                artifact,
                number,
                VersionState.DELETED,
                // rule: version-deleted-anew-has-its-window
                version.stateChangedAt(),
                VersionState.EXPIRED,
                now));
    return result instanceof StateChange.Changed
        || ((StateChange.Unchanged) result).current().state() == VersionState.EXPIRED;
  }

  private static boolean isExpired(Optional<VersionEntry> entry) {
    return entry.isPresent()
        && entry.get() instanceof VersionEntry.Committed version
        && version.state() == VersionState.EXPIRED;
  }
}
