package dev.versioned.internal.publish;

import dev.versioned.internal.Log;
import dev.versioned.internal.transfer.LeastRate;
import dev.versioned.internal.transfer.VerifiedStream;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Recognises the bytes that an attempt has written, when the store found them there: after a lost
 * reply, or in parts that an earlier process sent. An attempt's id is no secret and a part's
 * checksum can be forged, so that anyone who may write to the bucket could have put them there.
 * They are read, and must have the digest.
 *
 * @param blobs the store
 * @param attemptId the attempt
 * @param digest the digest of its bytes
 */
record OwnBytes(BlobStore blobs, String attemptId, Digest digest) {

  /**
   * Returns the blob that prevented an attempt's write, unless it is the attempt's own: it has its
   * id and its bytes.
   */
  Optional<BlobInfo> foreign(WriteResult result) {
    // The attempt's own blob means that the reply to an earlier request was lost.
    return result instanceof WriteResult.Occupied occupied
            // rule: own-bytes-are-recognised
            && !isOwn(occupied.blob())
        ? Optional.of(occupied.blob())
        : Optional.empty();
  }

  private boolean isOwn(BlobInfo blob) {
    return blob.attemptId().equals(attemptId)
        // rule: own-bytes-have-the-digest
        && (hasDigest(blob) || hasDigestAfterAll(blob));
  }

  /** Reads again: the bytes may have been damaged on the way. */
  private boolean hasDigestAfterAll(BlobInfo blob) {
    if (hasDigest(blob)) {
      return true;
    }
    Log.PUBLISH.warn(
        "{} has the attempt id of this write and other bytes: it is of another writer, or holds"
            + " parts of one",
        blob.key());
    return false;
  }

  private boolean hasDigest(BlobInfo blob) {
    String what = "compare " + blob.key() + " with the content";
    InputStream bytes =
        blobs
            .open(blob.key())
            .orElseThrow(
                () ->
                    BackendException.transientFailure(
                        "Cannot " + what + ": it was removed in the meantime; try again", null));
    LeastRate rate = LeastRate.any(what);
    try (InputStream in = new VerifiedStream(bytes, digest, blob.sizeBytes(), what, rate)) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (CorruptContentException e) {
      return false;
    } catch (IOException e) {
      throw BackendException.transientFailure("Cannot " + what + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the blob of an upload.
   *
   * @throws AlreadyExistsException if another writer's object has its key
   */
  BlobInfo expect(WriteResult result, BlobKey key) {
    if (foreign(result).isPresent()) {
      throw new AlreadyExistsException(
          "Cannot write "
              + key
              + ": the key holds an object of another writer; give each table its own prefix",
          key.value());
    } else if (result instanceof WriteResult.Written written) {
      return written.blob();
    } else if (result instanceof WriteResult.Occupied occupied) {
      return occupied.blob();
    }
    throw BackendException.transientFailure(
        "Cannot write " + key + ": its source no longer exists", null);
  }
}
