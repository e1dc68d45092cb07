package dev.versioned.maintenance;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import java.time.Instant;
import java.util.Objects;

/**
 * Bytes that nothing refers to. Before {@link dev.versioned.Gc} removes them, it makes sure that
 * nothing can ever refer to them again.
 *
 * @param artifact the artifact under whose name the bytes are stored
 * @param reason why they are garbage
 * @param key the key of the bytes; for an {@link Reason#UNFINISHED_WRITE}, the key that they would
 *     have
 * @param sizeBytes how many bytes removing them frees
 * @param since the start of their age: the time of the write by the store's clock, or of the
 *     version's deletion
 */
public record Garbage(
    ArtifactName artifact, Reason reason, BlobKey key, long sizeBytes, Instant since) {
  /**
   * Makes the value.
   *
   * @param artifact the artifact under whose name the bytes are stored
   * @param reason why they are garbage
   * @param key the key of the bytes; for an {@link Reason#UNFINISHED_WRITE}, the key that they
   *     would have
   * @param sizeBytes how many bytes removing them frees
   * @param since the start of their age: the time of the write by the store's clock, or of the
   *     version's deletion
   */
  public Garbage {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(since, "since");
  }

  /** The reason why bytes are garbage. */
  public enum Reason {
    /**
     * A publish wrote them and never committed: it crashed, or takes longer than the grace period.
     */
    UNCOMMITTED,
    /**
     * They were written under a number after the collector had closed it, so that it cannot be
     * committed.
     */
    ABANDONED,
    /** A publish wrote them into the folder of a number whose version has other bytes. */
    STRAY,
    /** They belong to another writer, under a number that was given up; removed only on request. */
    GIVEN_UP,
    /** Their version was deleted longer ago than the undelete window. */
    DELETED,
    /** Their version has expired; an interrupted run left them. */
    EXPIRED,
    /** An upload that is not the working copy: replaced, published, or never put. */
    UNUSED_UPLOAD,
    /** Parts of a write that was never finished. */
    UNFINISHED_WRITE
  }

  /** Returns reason, key, size and time, as one line of a dry run. */
  @Override
  public String toString() {
    return reason + " " + key + " " + sizeBytes + " bytes since " + since;
  }
}
