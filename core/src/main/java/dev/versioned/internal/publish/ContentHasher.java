package dev.versioned.internal.publish;

import dev.versioned.internal.Log;
import dev.versioned.internal.Sha256;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.transfer.TransferMeter;
import dev.versioned.model.ArtifactName;
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
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.OptionalLong;

/** Hashes content before it gets a number. A long stream is uploaded while it is hashed. */
final class ContentHasher {
  private final BlobStore blobs;
  private final Settings settings;
  private final OwnPlace place;

  ContentHasher(BlobStore blobs, Settings settings, OwnPlace place) {
    this.blobs = blobs;
    this.settings = settings;
    this.place = place;
  }

  /**
   * Reads all of the content.
   *
   * @param what the name of the operation in messages
   */
  PreparedContent prepare(
      ArtifactName artifact, ContentSource content, PublishRequest request, String what) {
    if (!(content.body() instanceof ContentSource.OnePass onePass)) {
      return hash(content, what, request);
    }
    PeekedStream stream;
    try {
      stream = PeekedStream.of(onePass.take(what), settings.partBytes());
    } catch (IOException e) {
      throw new UnreadableContentException(
          "Cannot " + what + ": the stream failed: " + e.getMessage(), e);
    }
    // A stream that ends within one part need not be uploaded before its digest is known.
    return stream.isWhole()
        ? hash(content.buffered(stream.start()), what, request)
        : upload(artifact, content, request, stream);
  }

  private PreparedContent.Hashed hash(ContentSource content, String what, PublishRequest request) {
    HashedContent hashed =
        HashedContent.hash(
            content, what, request.listener(), size -> blobs.partBytes(size, settings.partBytes()));
    return new PreparedContent.Hashed(
        hashed, new Sending(blobs, settings, request.idempotencyKey().isPresent()));
  }

  private PreparedContent.Stored upload(
      ArtifactName artifact, ContentSource content, PublishRequest request, InputStream stream) {
    String uploadId = settings.environment().ids().get();
    BlobKey key = BlobKey.ofUpload(artifact, uploadId, content.fileName());
    BlobHeader header = new BlobHeader(content.contentType(), content.fileName(), uploadId);
    MessageDigest sha256 = Sha256.newDigest();
    TransferMeter meter = new TransferMeter(request.listener(), OptionalLong.empty());
    InputStream all = new DigestInputStream(meter.counting(stream, 0), sha256);
    // rule: place-is-checked-before-bytes-are-sent
    place.check();
    WriteResult written = blobs.createFromStream(key, all, header);
    Digest digest = Digest.ofSha256(sha256.digest());
    BlobInfo blob = new OwnBytes(blobs, uploadId, digest).expect(written, key);
    meter.end();
    return new PreparedContent.Stored(blob, digest);
  }

  /** Removes an upload that nothing refers to. If that fails, gc removes it later. */
  void discard(PreparedContent prepared) {
    if (prepared instanceof PreparedContent.Stored stored) {
      try {
        blobs.delete(stored.blob().key());
      } catch (BackendException e) {
        Log.CLEANUP.debug("upload {} is left for gc", stored.blob().key(), e);
      }
    }
  }
}
