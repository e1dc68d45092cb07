package dev.versioned.internal.publish;

import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.WriteResult;

/**
 * Sends hashed content to a store: one part in one request, several parts as an upload.
 *
 * @param comesAgain whether the same content will be sent again under the same attempt id if this
 *     send fails; the parts already sent are then kept
 */
record Sending(BlobStore blobs, Settings settings, boolean comesAgain) {
  /** How often an upload is restarted that fails at its end because of other writes of its key. */
  private static final int MOST_TRIES = 7;

  WriteResult send(HashedContent content, BlobKey key, BlobHeader header) {
    WriteResult result =
        content.isOnePart()
            ? blobs.create(key, content.parts().get(0), content.digest(), header)
            : upload(content, key, header);
    content.sent();
    return result;
  }

  private WriteResult upload(HashedContent content, BlobKey key, BlobHeader header) {
    Retry retry = Retry.of("write " + key, settings.contentionTimeout(), settings.environment());
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      WriteResult result = uploadOnce(content, key, header);
      if (!(result instanceof WriteResult.Contended)) {
        return result;
      }
      retry.extend(); // an upload may take longer than any other contended write
      if (!retry.pause()) {
        break;
      }
    }
    throw BackendException.transientFailure(
        "Cannot write "
            + key
            + ": concurrent writes of the same key prevented it; nothing was written, try again",
        null);
  }

  /**
   * Returns the result of an upload as that of a blob that was there, if the store already had some
   * of its parts. Their checksums are equal, but another writer may have sent them.
   */
  private static WriteResult asFound(WriteResult result, boolean resumed) {
    return result instanceof WriteResult.Written written
            // rule: resumed-upload-counts-as-found
            && resumed
        ? new WriteResult.Occupied(written.blob())
        : result;
  }

  private WriteResult uploadOnce(HashedContent content, BlobKey key, BlobHeader header) {
    try (BlobUpload upload =
        comesAgain
            ? blobs.resume(key, header, content.sizeBytes())
            : blobs.begin(key, header, content.sizeBytes())) {
      try {
        int index = 0;
        boolean resumed = false;
        for (BlobSource part : content.parts()) {
          if (!upload.put(part)) {
            content.wasThere(index);
            resumed = true;
          }
          index++;
        }
        return asFound(upload.complete(), resumed);
      } catch (BackendException e) {
        if (comesAgain) {
          upload.keep();
        }
        throw e;
      }
    }
  }
}
