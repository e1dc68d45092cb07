package dev.versioned.testkit.contract;

import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Bytes in memory in the form in which the library passes them to a store: hashed, and cut into
 * parts with checksums.
 */
final class ByteSource {
  private final long sizeBytes;
  private final Digest digest;
  private final List<Part> parts;
  private final Opener opener;

  /** A part of the bytes. */
  record Part(int index, int offset, int sizeBytes, int crc32c) {}

  /** Opens a part. */
  @FunctionalInterface
  interface Opener {
    InputStream open(Part part) throws IOException;
  }

  private ByteSource(long sizeBytes, Digest digest, List<Part> parts, Opener opener) {
    this.sizeBytes = sizeBytes;
    this.digest = digest;
    this.parts = parts;
    this.opener = opener;
  }

  /** Returns bytes cut into parts as the library does. */
  static ByteSource of(byte[] bytes) {
    return inParts(bytes, Samples.PART);
  }

  /** Returns bytes cut into parts of this size; S3's minimum is 5 MiB, except for the last part. */
  static ByteSource inParts(byte[] bytes, int partBytes) {
    List<Part> parts = new ArrayList<>();
    int offset = 0;
    do {
      int length = Math.min(partBytes, bytes.length - offset);
      CRC32C crc32c = new CRC32C();
      crc32c.update(bytes, offset, length);
      parts.add(new Part(parts.size(), offset, length, (int) crc32c.getValue()));
      offset += length;
    } while (offset < bytes.length);
    return new ByteSource(
        bytes.length, Digest.of(bytes), List.copyOf(parts), part -> slice(bytes, part));
  }

  /** Returns the same source with bytes that differ from those that were hashed. */
  ByteSource givingInstead(byte[] other) {
    return opening(part -> slice(other, part));
  }

  /** Returns the same source with another way to open it. */
  ByteSource opening(Opener other) {
    return new ByteSource(sizeBytes, digest, parts, other);
  }

  static InputStream slice(byte[] bytes, Part part) {
    return new ByteArrayInputStream(bytes, part.offset(), part.sizeBytes());
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Returns whether this is the last part. */
  boolean isLast(Part part) {
    return part.index() == parts.size() - 1;
  }

  /** Returns the parts in the form that a store expects. */
  List<BlobSource> parts() {
    return parts.stream()
        .map(part -> new BlobSource(part.sizeBytes(), part.crc32c(), () -> opener.open(part)))
        .toList();
  }

  /** Writes the bytes as the library does: a single part in one request, several as an upload. */
  WriteResult writeTo(BlobStore store, BlobKey key, BlobHeader header) {
    List<BlobSource> sources = parts();
    if (sources.size() == 1) {
      return store.create(key, sources.get(0), digest, header);
    }
    try (BlobUpload upload = store.begin(key, header, sizeBytes)) {
      sources.forEach(upload::put);
      return upload.complete();
    }
  }
}
