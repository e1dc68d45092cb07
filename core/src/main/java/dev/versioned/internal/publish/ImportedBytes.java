package dev.versioned.internal.publish;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Writes the bytes of versions that other repositories published, under the keys they have. */
public final class ImportedBytes {
  private final BlobStore blobs;
  private final Settings settings;

  public ImportedBytes(BlobStore blobs, Settings settings) {
    this.blobs = blobs;
    this.settings = settings;
  }

  /**
   * Writes the bytes of a version, unless an interrupted import has written them.
   *
   * @param version the version, whose record says what the bytes are
   * @param attemptId the same for each import of these bytes, and for no other write
   * @param content the bytes: a file, or a stream that fails if it has not the recorded digest
   * @return the blob
   * @throws CorruptContentException if the bytes are not the recorded ones; nothing was written
   * @throws AlreadyExistsException if the key holds an object of another writer
   */
  public BlobInfo write(Version version, String attemptId, ContentSource content) {
    BlobKey key = version.key();
    BlobHeader header = new BlobHeader(version.contentType(), version.fileName(), attemptId);
    Optional<BlobInfo> earlier = isLong(version) ? blobs.find(key) : Optional.empty();
    WriteResult result =
        earlier.isPresent()
            ? new WriteResult.Occupied(earlier.get())
            : send(version, content, header);
    if (result instanceof WriteResult.Written written) {
      return written.blob();
    }
    if (!(result instanceof WriteResult.Occupied occupied)) {
      throw Kinds.unknown(result); // an import copies nothing within the store
    }
    // rule: imported-bytes-replace-none
    if (!occupied.blob().attemptId().equals(attemptId)) {
      throw new AlreadyExistsException(
          "Cannot import "
              + version
              + ": its key "
              + key
              + " holds an object of another writer; import into an empty place",
          key.value());
    }
    verify(version, occupied.blob());
    return occupied.blob();
  }

  private boolean isLong(Version version) {
    return version.sizeBytes() > partBytes(version.sizeBytes());
  }

  private long partBytes(long sizeBytes) {
    return blobs.partBytes(sizeBytes, settings.partBytes());
  }

  private WriteResult send(Version version, ContentSource content, BlobHeader header) {
    String what = "import " + version;
    if (!(content.body() instanceof ContentSource.OnePass onePass)) {
      return sendHashed(version, content, header);
    }
    try (InputStream in = onePass.take(what)) {
      return isLong(version)
          ? blobs.createFromStream(version.key(), in, header)
          : sendHashed(version, content.buffered(in.readAllBytes()), header);
    } catch (IOException e) {
      throw BackendException.transientFailure(
          "Cannot " + what + ": reading its bytes failed: " + e.getMessage(), e);
    }
  }

  private WriteResult sendHashed(Version version, ContentSource content, BlobHeader header) {
    HashedContent hashed =
        HashedContent.hash(content, "import " + version, Optional.empty(), this::partBytes);
    check(version, hashed.digest(), hashed.sizeBytes());
    return new Sending(blobs, settings, true).send(hashed, version.key(), header);
  }

  private static void check(Version version, Digest digest, long sizeBytes) {
    // rule: imported-bytes-have-the-recorded-digest
    if (!digest.equals(version.digest()) || sizeBytes != version.sizeBytes()) {
      throw new CorruptContentException(
          "Cannot import "
              + version
              + ": the bytes are "
              + sizeBytes
              + " with digest "
              + digest
              + ", and its record says "
              + version.sizeBytes()
              + " with digest "
              + version.digest()
              + "; export it again",
          version.digest(),
          digest,
          null);
    }
  }

  /** Compares what an earlier import wrote, or one that ran at the same time. */
  private void verify(Version version, BlobInfo blob) {
    try (InputStream in =
        blobs
            .open(blob.key())
            .orElseThrow(
                () ->
                    BackendException.transientFailure(
                        "Cannot import " + version + ": its bytes were removed meanwhile", null))) {
      check(version, Digest.of(in), blob.sizeBytes());
    } catch (IOException e) {
      throw BackendException.transientFailure(
          "Cannot import " + version + ": reading what was imported failed: " + e.getMessage(), e);
    }
  }
}
