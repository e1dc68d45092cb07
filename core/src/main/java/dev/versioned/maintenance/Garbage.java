package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import java.time.Instant;
import java.util.Objects;

/**
 * Bytes that nothing refers to and nothing can come to refer to once {@link dev.versioned.Gc} is
 * done with them.
 *
 * @param artifact the artifact under whose name they lie
 * @param reason why they are garbage
 * @param key where they lie; of an {@link Reason#UNFINISHED_WRITE}, where they would
 * @param sizeBytes how many bytes removing them frees
 * @param since from when on their age counts: the time of the write by the store's clock, or of the
 *     version's deletion
 */
public record Garbage(
    ArtifactName artifact, Reason reason, BlobKey key, long sizeBytes, Instant since) {
  /**
   * Makes the value.
   *
   * @param artifact the artifact under whose name they lie
   * @param reason why they are garbage
   * @param key where they lie; of an {@link Reason#UNFINISHED_WRITE}, where they would
   * @param sizeBytes how many bytes removing them frees
   * @param since from when on their age counts: the time of the write by the store's clock, or of
   *     the version's deletion
   */
  public Garbage {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(since, "since");
  }

  /** Why bytes are garbage. */
  public enum Reason {
    /** A publish wrote them and never committed: it died, or takes longer than the grace period. */
    UNCOMMITTED,
    /** They came under a number after the collector had made its commit impossible. */
    ABANDONED,
    /** A publish wrote them into the folder of a number whose version has other bytes. */
    STRAY,
    /** They are of another writer, under a number that was given up; removed only if asked for. */
    GIVEN_UP,
    /** Their version was deleted longer ago than the undelete window. */
    DELETED,
    /** Their version has expired; a run that was cut short left them. */
    EXPIRED,
    /** An upload that is not the working copy: replaced, published, or never put. */
    UNUSED_UPLOAD,
    /** Parts of a write that was never finished. */
    UNFINISHED_WRITE
  }

  /** Returns reason, key, size and time, as a line of a dry run. */
  @Override
  public String toString() {
    return reason + " " + key + " " + sizeBytes + " bytes since " + since;
  }
}
