package dev.versioned;

import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobKey;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content that has been hashed and can be written to any key: from the caller's source, or from a
 * blob that is in the store already.
 */
sealed interface Staged {
  /** The digest of the bytes. */
  Digest digest();

  /** How many bytes there are. */
  long sizeBytes();

  /** Writes the bytes to a key, if nothing is there. */
  WriteResult writeTo(BlobStore blobs, BlobKey key, BlobHeader header);

  /** Content in the caller's hands. */
  record Hashed(HashedContent content) implements Staged {
    @Override
    public Digest digest() {
      return content.digest();
    }

    @Override
    public long sizeBytes() {
      return content.sizeBytes();
    }

    @Override
    public WriteResult writeTo(BlobStore blobs, BlobKey key, BlobHeader header) {
      return blobs.create(key, content, header);
    }
  }

  /** A blob of the store: an upload, or a version. */
  record Stored(BlobInfo blob, Digest digest) implements Staged {
    @Override
    public long sizeBytes() {
      return blob.sizeBytes();
    }

    @Override
    public WriteResult writeTo(BlobStore blobs, BlobKey key, BlobHeader header) {
      // Some stores ignore the condition on a copy's target, and would overwrite.
      var there = blobs.find(key);
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
      // Verified before its end is reported: corrupt bytes never become a whole blob.
      try (InputStream in = new VerifiedStream(bytes.get(), digest, "copy " + blob.key())) {
        return blobs.createFromStream(key, in, header);
      } catch (IOException | UnreadableContentException e) {
        // What could not be read is the store's, not the caller's.
        throw new BackendException("Cannot copy " + blob.key() + ": " + e.getMessage(), true, e);
      }
    }
  }
}
