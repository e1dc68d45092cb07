package dev.versioned.model;

import java.util.Objects;

/**
 * A version's recorded size is larger than the place to which it is fetched allows. Before the
 * bytes are read only the record gives the size, so the record may be wrong. Nothing was read or
 * removed.
 */
public final class ContentTooLargeException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #recordedBytes()}. */
  private final long recordedBytes;

  /** See {@link #limitBytes()}. */
  private final long limitBytes;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param recordedBytes the recorded size
   * @param limitBytes the largest allowed size
   */
  public ContentTooLargeException(String message, long recordedBytes, long limitBytes) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    this.recordedBytes = recordedBytes;
    this.limitBytes = limitBytes;
  }

  /**
   * Returns the recorded size.
   *
   * @return the size in bytes
   */
  public long recordedBytes() {
    return recordedBytes;
  }

  /**
   * Returns the largest allowed size.
   *
   * @return the limit in bytes
   */
  public long limitBytes() {
    return limitBytes;
  }

  @Override
  public String lambdaErrorName() {
    return "CodeStorageExceededException";
  }
}
