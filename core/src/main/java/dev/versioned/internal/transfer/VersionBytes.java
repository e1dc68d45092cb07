package dev.versioned.internal.transfer;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;

/** Reads the bytes of versions, verified. */
public final class VersionBytes {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final Settings settings;
  private final VersionTrust trust;

  public VersionBytes(BlobStore blobs, Catalog catalog, Settings settings, VersionTrust trust) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
    this.trust = trust;
  }

  /** Checks that a version may be read. */
  void checkTrust(Version version) {
    trust.check("read", version);
  }

  public InputStream open(Version version) {
    checkTrust(version);
    InputStream bytes = blobs.open(version.key()).orElseThrow(() -> bytesGone(version));
    String what = "read " + version;
    return new VerifiedStream(
        bytes, version.digest(), version.sizeBytes(), what, LeastRate.of(what, settings));
  }

  /**
   * Explains why the bytes of a version are not in the store. A version that was deleted or
   * replaced since it was resolved is not found; one whose record says that it has its bytes is
   * corrupt.
   */
  ArtifactException bytesGone(Version version) {
    boolean removed =
        version.id() instanceof VersionNumber number
            ? catalog
                .findVersion(version.artifact(), number)
                .map(entry -> !hasBytes(entry, version))
                .orElse(true)
            : catalog
                .findLatest(version.artifact())
                .map(copy -> !copy.version().key().equals(version.key()))
                .orElse(true);
    // rule: missing-bytes-are-corrupt-content
    if (removed) {
      return new NotFoundException(
          "Cannot read "
              + version
              + ": its bytes are not in the store; it was deleted, or"
              + " replaced, since it was resolved",
          NotFoundException.Subject.VERSION);
    }
    return new CorruptContentException(
        "Cannot read "
            + version
            + ": its object "
            + version.key()
            + " is missing from the store, and its record says that it has its bytes; bring the"
            + " object back, or publish the content again",
        version.digest(),
        Digest.of(new byte[0]),
        null);
  }

  private static boolean hasBytes(VersionEntry entry, Version version) {
    return entry instanceof VersionEntry.Committed committed
        && committed.state() != VersionState.EXPIRED
        && committed.version().key().equals(version.key());
  }

  public byte[] readBytes(Version version) {
    try (InputStream in = open(version)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw broken("read " + version, e);
    }
  }

  static BackendException broken(String what, IOException e) {
    return BackendException.transientFailure(
        "Cannot " + what + ": the store's stream failed: " + e, e);
  }
}
