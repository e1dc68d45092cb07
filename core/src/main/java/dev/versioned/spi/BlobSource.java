package dev.versioned.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Bytes that were hashed: a whole content, or a part of one. Several threads may open them at the
 * same time, and as often as they like.
 *
 * @param sizeBytes the number of bytes
 * @param crc32c their CRC-32C, to be checked by the store
 * @param opener opens them
 */
public record BlobSource(long sizeBytes, int crc32c, Opener opener) {

  /**
   * Makes a source.
   *
   * @param sizeBytes the number of bytes
   * @param crc32c their CRC-32C, to be checked by the store
   * @param opener opens them
   */
  public BlobSource {
    Objects.requireNonNull(opener, "opener");
  }

  /** Opens bytes from their start. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens the bytes.
     *
     * @return a stream of exactly these bytes
     * @throws IOException if they cannot be read, or their number has changed
     */
    InputStream open() throws IOException;
  }

  /**
   * Opens the bytes.
   *
   * @return a stream of exactly these bytes
   * @throws IOException if they cannot be read, or their number has changed
   */
  public InputStream open() throws IOException {
    return opener.open();
  }
}
