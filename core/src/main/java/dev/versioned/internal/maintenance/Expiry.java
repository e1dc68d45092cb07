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
 * Expires deleted versions: their bytes are removed after the undelete window.
 *
 * @param window how long after its deletion a version can be restored
 * @param now the time of the blob store's clock
 */
record Expiry(Catalog catalog, ArtifactName artifact, Duration window, Instant now) {
  /** Returns whether a version was deleted longer ago than the window. */
  boolean isDue(VersionEntry.Committed version, BlobInfo blob) {
    return version.state() == VersionState.DELETED
        && Duration.between(deletedAt(version, blob), now).compareTo(window) >= 0;
  }

  /**
   * Returns when a version was deleted. The deleter's clock wrote that time and may have been slow,
   * so the result is never before the bytes were written by the store's clock.
   */
  static Instant deletedAt(VersionEntry.Committed version, BlobInfo blob) {
    Instant deleted = version.stateChangedAt();
    // rule: window-begins-after-the-bytes
    return deleted.isBefore(blob.lastModified()) ? blob.lastModified() : deleted;
  }

  /** Makes it impossible to restore the version; returns false if it is in use again. */
  boolean expire(VersionNumber number, BlobInfo blob) {
    // Read again: since it was listed it may have been restored, or restored and deleted again.
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    if (isExpired(entry)) {
      return true; // another run has expired it
    }
    if (entry.isEmpty()
        || !(entry.get() instanceof VersionEntry.Committed version)
        || !isDue(version, blob)) {
      return false;
    }
    // If it is restored and deleted now, its window starts over.
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
