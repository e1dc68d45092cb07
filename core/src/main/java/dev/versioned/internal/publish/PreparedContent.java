package dev.versioned.internal.publish;

import dev.versioned.internal.transfer.LeastRate;
import dev.versioned.internal.transfer.VerifiedStream;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Content that has been hashed and can be written to any key, from the caller's source or from a
 * blob that is already in the store.
 */
sealed interface PreparedContent {
  /** Returns the digest of the bytes. */
  Digest digest();

  /** Returns the number of bytes. */
  long sizeBytes();

  /** Returns whether one request writes the bytes. */
  boolean isOneRequest();

  /**
   * Writes the bytes to a key, if no blob exists there.
   *
   * @param existing reads the existing blob, or has read it while the number was reserved
   */
  WriteResult writeTo(
      BlobStore blobs, BlobKey key, BlobHeader header, Supplier<Optional<BlobInfo>> existing);

  /** Content that the caller provides. */
  record Hashed(HashedContent content, Sending sending) implements PreparedContent {
    @Override
    public Digest digest() {
      return content.digest();
    }

    @Override
    public long sizeBytes() {
      return content.sizeBytes();
    }

    @Override
    public boolean isOneRequest() {
      return content.isOnePart();
    }

    @Override
    public WriteResult writeTo(
        BlobStore blobs, BlobKey key, BlobHeader header, Supplier<Optional<BlobInfo>> existing) {
      return sending.send(content, key, header);
    }
  }

  /** A blob in the store: an upload, or a version. */
  record Stored(BlobInfo blob, Digest digest) implements PreparedContent {
    @Override
    public long sizeBytes() {
      return blob.sizeBytes();
    }

    @Override
    public boolean isOneRequest() {
      return false; // it was already uploaded, which may have taken long
    }

    @Override
    public WriteResult writeTo(
        BlobStore blobs, BlobKey key, BlobHeader header, Supplier<Optional<BlobInfo>> existing) {
      // Some stores ignore the condition on a copy's target and would overwrite it.
      Optional<BlobInfo> there = existing.get();
      if (there.isPresent()) {
        return new WriteResult.Occupied(there.get());
      }
      WriteResult copied = blobs.copy(blob, key, header);
      return copied instanceof WriteResult.CopyUnsupported ? stream(blobs, key, header) : copied;
    }

    private WriteResult stream(BlobStore blobs, BlobKey key, BlobHeader header) {
      var bytes = blobs.open(blob.key());
      if (bytes.isEmpty()) {
        return new WriteResult.SourceGone();
      }
      // Verified before its end is reported, so that corrupt bytes never become a complete blob.
      try (InputStream in = verified(bytes.get())) {
        return blobs.createFromStream(key, in, header);
      } catch (IOException | UnreadableContentException e) {
        // A failed read is the store's failure, not the caller's.
        throw BackendException.transientFailure(
            "Cannot copy " + blob.key() + ": " + e.getMessage(), e);
      }
    }

    private InputStream verified(InputStream bytes) {
      String what = "copy " + blob.key();
      return new VerifiedStream(bytes, digest, blob.sizeBytes(), what, LeastRate.any(what));
    }
  }
}
