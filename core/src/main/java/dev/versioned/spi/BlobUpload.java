package dev.versioned.spi;

import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableContentException;

/**
 * A write in parts under way: first each part is {@link #put}, in order, then {@link #complete}
 * makes the blob of them. Nobody sees anything of it before. For one thread.
 */
public interface BlobUpload extends AutoCloseable {

  /**
   * Sends the next part, unless it is there: an upload that {@link BlobStore#resume} goes on with
   * may have it, compared by its checksum. Returns as soon as the store likes another part; what is
   * on its way then goes on beside.
   *
   * @param part the bytes that follow those of the part before
   * @return whether the part is sent; false if it was there
   * @throws UnreadableContentException if this part or an earlier one cannot be read or has changed
   *     since it was hashed
   * @throws BackendException if this part or an earlier one failed
   * @throws IllegalStateException if the upload has ended
   */
  boolean put(BlobSource part);

  /**
   * Waits for all parts, and makes the blob of them, if nothing is under the key.
   *
   * @return {@code Written}, {@code Occupied} or {@code Contended}; after the last two nothing of
   *     the upload stays
   * @throws UnreadableContentException if a part could not be read or has changed since it was
   *     hashed
   * @throws BackendException if a part failed, or the blob was not made, or may have been made
   * @throws IllegalStateException if the parts are not as long together as it was said, or the
   *     upload has ended
   */
  WriteResult complete();

  /**
   * Leaves what was put in the store when this is closed without a blob, for {@link
   * BlobStore#resume}. A store that keeps nothing of a write before it is whole leaves nothing.
   */
  void keep();

  /**
   * Gives the upload up and frees its bytes, if it was neither completed nor is to be kept. Returns
   * when no part is on its way any more.
   */
  @Override
  void close();
}
