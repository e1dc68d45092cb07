package dev.versioned.model;

import java.util.Objects;

/**
 * A version is larger, by its record, than the place that it is fetched into may be. The record is
 * all that is known of the size before the bytes are read, so it may be the record that is wrong.
 * Nothing was read or removed.
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
   * @param message what cannot be done, and why
   * @param recordedBytes the size that was recorded
   * @param limitBytes the largest size that is allowed
   */
  public ContentTooLargeException(String message, long recordedBytes, long limitBytes) {
    super(message, null);
    Objects.requireNonNull(message, "message");
    this.recordedBytes = recordedBytes;
    this.limitBytes = limitBytes;
  }

  /**
   * Returns the size that was recorded.
   *
   * @return the size in bytes
   */
  public long recordedBytes() {
    return recordedBytes;
  }

  /**
   * Returns the largest size that is allowed.
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
