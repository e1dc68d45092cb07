package dev.versioned;

import dev.versioned.spi.Fingerprint;
import dev.versioned.spi.IdempotencyRecord;
import java.util.SortedMap;

/**
 * What a version is to be: everything but its number.
 *
 * @param ofLatest whether the caller named {@code $LATEST} instead of giving content
 */
record Draft(
    ArtifactName artifact,
    boolean ofLatest,
    Staged staged,
    String contentType,
    String fileName,
    String description,
    SortedMap<String, String> metadata,
    PublishOptions options,
    String attemptId) {
  Fingerprint fingerprint() {
    return Fingerprint.of(staged.digest(), contentType, metadata);
  }

  /** {@code $LATEST} may be another by now, and the call is the same all the same. */
  boolean mayBe(IdempotencyRecord earlier) {
    return ofLatest || earlier.fingerprint().equals(fingerprint());
  }
}
