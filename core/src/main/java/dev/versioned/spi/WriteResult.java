package dev.versioned.spi;

/** What came of writing a blob where none may be yet. */
public sealed interface WriteResult {

  /**
   * The blob is there, written by this call.
   *
   * @param blob what was written
   */
  record Written(BlobInfo blob) implements WriteResult {}

  /**
   * A blob was there before; it is unchanged. It may be this call's own, if the reply to an earlier
   * try was lost: the caller compares the attempt ids.
   *
   * @param blob the blob that exists
   */
  record Occupied(BlobInfo blob) implements WriteResult {}

  /**
   * Only of an upload: other writes of the key were in its way, and nothing was written; it may be
   * begun again.
   */
  record Contended() implements WriteResult {}

  /** Only of a copy: the source is gone, or is no longer the write that its tag names. */
  record SourceGone() implements WriteResult {}

  /** Only of a copy: the store does not copy this blob itself; it must be read and written. */
  record CopyUnsupported() implements WriteResult {}
}
