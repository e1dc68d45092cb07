package dev.versioned.internal.maintenance;

import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Compares the bytes of versions with their records.
 *
 * @param depth how much of the bytes is read
 */
record BytesCheck(BlobStore blobs, ArtifactName artifact, Depth depth) {
  /** A connection may break during a long read. */
  private static final int MOST_READS = 3;

  /** Returns the defects of a version's bytes. */
  List<Violation> of(Version version) {
    String subject = version.toString();
    Optional<BlobInfo> blob = blobs.find(version.key());
    if (blob.isEmpty()) {
      // rule: version-without-bytes-is-reported
      return List.of(missing(version));
    }
    if (blob.get().sizeBytes() != version.sizeBytes()) {
      return List.of(
          violation(
              Violation.Kind.SIZE_DIFFERS,
              subject,
              version.sizeBytes() + " bytes",
              blob.get().sizeBytes() + " bytes"));
    }
    if (depth == Depth.SIZES) {
      return List.of();
    }
    Optional<Digest> digest = digest(version);
    if (digest.isEmpty()) {
      return List.of(missing(version));
    }
    // rule: bytes-of-another-digest-are-reported
    return digest.get().equals(version.digest())
        ? List.of()
        : List.of(
            violation(
                Violation.Kind.DIGEST_DIFFERS,
                subject,
                version.digest().toString(),
                digest.get().toString()));
  }

  private Violation missing(Version version) {
    return violation(
        Violation.Kind.BYTES_MISSING,
        version.toString(),
        version.sizeBytes() + " bytes at " + version.key(),
        "nothing");
  }

  private Optional<Digest> digest(Version version) {
    for (int tries = 1; ; tries++) {
      Optional<InputStream> bytes = blobs.open(version.key());
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = bytes.get()) {
        return Optional.of(Digest.of(in));
      } catch (IOException e) {
        if (tries == MOST_READS) {
          throw BackendException.transientFailure(
              "Cannot check " + version + ": reading its bytes failed: " + e, e);
        }
      }
    }
  }

  private Violation violation(Violation.Kind kind, String subject, String expected, String actual) {
    return new Violation(kind, artifact, subject, expected, actual);
  }
}
