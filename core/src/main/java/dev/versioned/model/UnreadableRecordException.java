package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record in the table cannot be read: this library did not write it, it was changed since, or a
 * newer version of the library wrote it. Nothing of it was used. {@code fsck} lists every such
 * record and what to do about it.
 */
public final class UnreadableRecordException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #record()}. */
  private final String record;

  /** See {@link #reason()}. */
  private final Reason reason;

  /** Why a record cannot be read. */
  public enum Reason {
    /** This library did not write it, or it was changed since. */
    DAMAGED,
    /** A newer version of the library wrote it. */
    NEWER
  }

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, and why
   * @param record the record, such as {@code version checkout:7}
   * @param reason why it cannot be read
   * @param cause what led to it, or null
   */
  public UnreadableRecordException(
      String message, String record, Reason reason, @Nullable Throwable cause) {
    super(message, cause);
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(reason, "reason");
    this.record = record;
    this.reason = reason;
  }

  /**
   * Returns why the record cannot be read.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Names the record that cannot be read.
   *
   * @return the record, such as {@code version checkout:7}
   */
  public String record() {
    return record;
  }

  @Override
  public String lambdaErrorName() {
    return "ServiceException";
  }
}
