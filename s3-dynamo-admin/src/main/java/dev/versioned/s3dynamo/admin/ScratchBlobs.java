package dev.versioned.s3dynamo.admin;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Short texts as blobs of one artifact, to check a store with; each write is a separate attempt.
 */
final class ScratchBlobs {
  private static final ArtifactName ARTIFACT = ArtifactName.parse("probes");

  private final BlobStore blobs;

  ScratchBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  static BlobSource source(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CRC32C crc32c = new CRC32C();
    crc32c.update(bytes);
    return new BlobSource(
        bytes.length, (int) crc32c.getValue(), () -> new ByteArrayInputStream(bytes));
  }

  static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static BlobKey key(String name) {
    return new BlobKey(ARTIFACT + "/" + name);
  }

  private static BlobHeader header() {
    return new BlobHeader("text/plain", "", UUID.randomUUID().toString());
  }

  /** Writes a new key; nothing should refuse it. */
  BlobInfo write(String name, String text) {
    if (create(name, text) instanceof WriteResult.Written written) {
      return written.blob();
    }
    throw BackendException.permanentFailure(
        "Cannot write " + key(name) + ": the server says that a new key is taken", null);
  }

  WriteResult create(String name, String text) {
    return create(name, source(text), digest(text));
  }

  WriteResult create(String name, BlobSource source, Digest digest) {
    return blobs.create(key(name), source, digest, header());
  }

  WriteResult createInParts(String name, BlobSource part) {
    try (BlobUpload upload = blobs.begin(key(name), header(), part.sizeBytes())) {
      upload.put(part);
      return upload.complete();
    }
  }

  Optional<BlobInfo> find(String name) {
    return blobs.find(key(name));
  }

  boolean exists(String name) {
    return find(name).isPresent();
  }

  boolean isListed(String name) {
    return blobs.list(ARTIFACT).anyMatch(blob -> blob.key().equals(key(name)));
  }

  void delete(String name) {
    blobs.delete(key(name));
  }

  Instant now() {
    return blobs.now();
  }

  /** Removes everything that was written, including unfinished uploads. */
  String clean() {
    blobs.unfinishedWrites(ARTIFACT).toList().forEach(blobs::abort);
    blobs.list(ARTIFACT).toList().forEach(blob -> blobs.delete(blob.key()));
    return "";
  }
}
