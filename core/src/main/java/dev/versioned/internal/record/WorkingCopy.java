package dev.versioned.internal.record;

import dev.versioned.model.Version;
import java.util.Optional;

/**
 * What was last put as {@code $LATEST}.
 *
 * @param version the unpublished version
 * @param uploadId the id in the key of its upload
 * @param etag the blob store's tag of the upload
 * @param revision one up at every put
 * @param lastNumber the last version number reserved when it was put: a newer version is newer than
 *     this copy
 */
public record WorkingCopy(
    Version version, String uploadId, String etag, long revision, long lastNumber) {

  /** What came of a put. */
  public sealed interface SwapResult {}

  /** The working copy is the new one, by this call. */
  public record Swapped() implements SwapResult {}

  /**
   * The revision was another. Nothing changed.
   *
   * @param revision the revision, 0 if nothing was ever put
   * @param current the working copy, if there is one
   */
  public record RevisionDiffers(long revision, Optional<WorkingCopy> current)
      implements SwapResult {
    /**
     * Makes the result for a working copy that was not removed.
     *
     * @param current the working copy, if anything was ever put
     */
    public RevisionDiffers(Optional<WorkingCopy> current) {
      this(current.map(WorkingCopy::revision).orElse(0L), current);
    }
  }

  /** The collector has tombstoned the upload. Nothing changed. */
  public record UploadAbandoned() implements SwapResult {}

  /** Another transaction was at the same items. Nothing changed. */
  public record Contended() implements SwapResult {}
}
