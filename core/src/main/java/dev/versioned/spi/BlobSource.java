package dev.versioned.spi;

import dev.versioned.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Bytes that have been hashed and can be opened again, anywhere, by several threads at once. */
public interface BlobSource {

  /**
   * Returns how many bytes there are.
   *
   * @return the size
   */
  long sizeBytes();

  /**
   * Returns the digest of all bytes.
   *
   * @return the digest
   */
  Digest digest();

  /**
   * Returns the parts in which to send the bytes, in order, without gaps; one part if they are to
   * be sent whole. At most 10,000, S3's limit.
   *
   * @return the parts, at least one
   */
  List<Part> parts();

  /**
   * Opens a part of the bytes.
   *
   * @param part one of {@link #parts()}
   * @return a stream of exactly the part's bytes
   * @throws IOException if they cannot be read, or are no longer as many
   */
  InputStream open(Part part) throws IOException;

  /**
   * A part of the bytes.
   *
   * @param index 0 for the first
   * @param offset where it starts
   * @param sizeBytes how long it is
   * @param crc32c its CRC-32C, to be checked by the store
   */
  record Part(int index, long offset, long sizeBytes, int crc32c) {}
}
