package dev.versioned.internal.record;

import dev.versioned.model.Version;
import java.util.Optional;

/**
 * The version that was last put as {@code $LATEST}.
 *
 * @param version the unpublished version
 * @param uploadId the id in the key of its upload
 * @param etag the blob store's tag of the upload
 * @param revision the revision, which goes up by one at every put
 * @param lastNumber the last version number reserved when the copy was put: a version with a higher
 *     number is newer than this copy
 */
public record WorkingCopy(
    Version version, String uploadId, String etag, long revision, long lastNumber) {

  /** The result of a put. */
  public sealed interface SwapResult {}

  /** This call replaced the working copy. */
  public record Swapped() implements SwapResult {}

  /**
   * The working copy had another revision. Nothing changed.
   *
   * @param revision the revision, 0 if nothing was ever put
   * @param current the working copy, if one exists
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

  /** The collector has written a tombstone for the upload. Nothing changed. */
  public record UploadAbandoned() implements SwapResult {}

  /** Another transaction was writing the same items. Nothing changed. */
  public record Contended() implements SwapResult {}
}
