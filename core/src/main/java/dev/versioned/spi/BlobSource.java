package dev.versioned.spi;

import dev.versioned.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Bytes that can be opened again, anywhere, by several threads at once, and are hashed: before they
 * are handed to a store, or beside it. Then what is not known yet is waited for, and what has come
 * to nothing meanwhile is told by an exception, which a store passes on.
 */
public interface BlobSource {

  /**
   * Returns how many bytes there are.
   *
   * @return the size
   */
  long sizeBytes();

  /**
   * Returns the digest of all bytes, as soon as it is known.
   *
   * @return the digest
   */
  Digest digest();

  /**
   * Returns the parts in which to send the bytes, in order, without gaps; one part if they are to
   * be sent whole. At most {@link #MOST_PARTS}. How many they are is known at once; each is given
   * out as soon as its checksum is known.
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
   * Is told of a part that the store need not open, since an earlier write that broke off left it.
   *
   * @param part one of {@link #parts()}
   */
  default void alreadyStored(Part part) {}

  /**
   * Waits until the blob may be made. A store calls it when all parts are sent, and before anybody
   * can see the blob; if it throws, the store makes no blob and gives the write up.
   */
  default void beforeCompletion() {}

  /**
   * One less than S3's limit of 10,000, so that a store may keep one for itself. Parts of S3's
   * largest size, 5 GiB, so reach its largest object, 50 TB.
   */
  int MOST_PARTS = 9_999;

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
