package dev.versioned.spi;

import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableContentException;

/**
 * A write in parts that is in progress. Each part is {@link #put}, in order; then {@link #complete}
 * makes the blob. Nothing is visible before that. For use by one thread.
 */
public interface BlobUpload extends AutoCloseable {

  /**
   * Sends the next part, unless the store has it: an upload that {@link BlobStore#resume} continues
   * may have the part already, which is compared by its checksum. Returns as soon as the store
   * accepts another part; parts in transit continue in the background.
   *
   * @param part the bytes that follow those of the previous part
   * @return whether the part is sent; false if the store had it
   * @throws UnreadableContentException if this part or an earlier one cannot be read or has changed
   *     since it was hashed
   * @throws BackendException if this part or an earlier one failed
   * @throws IllegalStateException if the upload has ended
   */
  boolean put(BlobSource part);

  /**
   * Waits for all parts and makes the blob, if the key is free.
   *
   * @return {@code Written}, {@code Occupied} or {@code Contended}; after the last two nothing of
   *     the upload remains
   * @throws UnreadableContentException if a part could not be read or has changed since it was
   *     hashed
   * @throws BackendException if a part failed, or the blob was not made, or may have been made
   * @throws IllegalStateException if the total size of the parts differs from the declared size, or
   *     the upload has ended
   */
  WriteResult complete();

  /**
   * Keeps the parts in the store when this is closed without a blob, for {@link BlobStore#resume}.
   * A store that keeps nothing of a write before it is complete keeps nothing.
   */
  void keep();

  /**
   * Aborts the upload and frees its bytes, if it was neither completed nor kept. Returns when no
   * part is in transit any more.
   */
  @Override
  void close();
}
