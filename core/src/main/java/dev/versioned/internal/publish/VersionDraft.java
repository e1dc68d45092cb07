package dev.versioned.internal.publish;

import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.model.ArtifactName;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The description of a new version, without its number.
 *
 * @param latestRevision the revision of {@code $LATEST} when it was read, if the caller named
 *     {@code $LATEST} instead of giving content
 * @param nextNumber the number that it will probably get; null if unknown
 */
record VersionDraft(
    ArtifactName artifact,
    @Nullable Long latestRevision,
    @Nullable Long nextNumber,
    PreparedContent content,
    String contentType,
    String fileName,
    String description,
    SortedMap<String, String> metadata,
    PublishRequest request,
    String attemptId) {
  Fingerprint fingerprint() {
    return Fingerprint.of(content.digest(), contentType, metadata);
  }

  /**
   * Returns whether an earlier publish with the same key may be this one. {@code $LATEST} may have
   * changed since; the call is still the same.
   */
  boolean mayBe(IdempotencyRecord earlier) {
    // rule: key-stands-for-one-content
    return latestRevision != null || earlier.fingerprint().equals(fingerprint());
  }
}
