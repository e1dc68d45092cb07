package dev.versioned.simulation;

import dev.versioned.Digest;
import dev.versioned.spi.BlobKey;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads what lies in a store, without the library's checks. */
final class Bytes {
  private Bytes() {}

  static Digest digest(BlobStore blobs, BlobKey key) {
    try (InputStream in = blobs.open(key).orElseThrow()) {
      return Digest.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
