package dev.versioned.spi;

/** The result of writing a blob under a key that must be free. */
public sealed interface WriteResult {

  /**
   * This call wrote the blob.
   *
   * @param blob the blob
   */
  record Written(BlobInfo blob) implements WriteResult {}

  /**
   * The key already had a blob, which is unchanged. That blob may be this call's own, if the reply
   * to an earlier attempt was lost: the caller compares the attempt ids, and then the bytes.
   *
   * @param blob the existing blob
   */
  record Occupied(BlobInfo blob) implements WriteResult {}

  /**
   * For uploads only: other writes of the key conflicted with it. Nothing was written; the upload
   * may be started again.
   */
  record Contended() implements WriteResult {}

  /** For copies only: the source no longer exists, or is no longer the write that its tag names. */
  record SourceGone() implements WriteResult {}

  /** For copies only: the store does not copy this blob itself; it must be read and written. */
  record CopyUnsupported() implements WriteResult {}
}
