package dev.versioned.simulation;

import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the bytes in a store, without the library's checks. */
final class Bytes {
  /** There are few contents, but they are read millions of times. */
  private static final Map<ByteBuffer, Digest> DIGESTS = new ConcurrentHashMap<>();

  private Bytes() {}

  static Digest digest(BlobStore blobs, BlobKey key) {
    try (InputStream in = blobs.open(key).orElseThrow()) {
      byte[] bytes = in.readAllBytes();
      return DIGESTS.computeIfAbsent(ByteBuffer.wrap(bytes), b -> Digest.of(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
