package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record in the table cannot be read: this library did not write it, it was changed since, or a
 * newer version of the library wrote it. No part of it was used. {@code fsck} lists every such
 * record with its remedy.
 */
public final class UnreadableRecordException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #record()}. */
  private final String record;

  /** See {@link #reason()}. */
  private final Reason reason;

  /** The reason why a record cannot be read. */
  public enum Reason {
    /** This library did not write it, or it was changed since. */
    DAMAGED,
    /** A newer version of the library wrote it. */
    NEWER
  }

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param record the record, such as {@code version checkout:7}
   * @param reason the reason why it cannot be read
   * @param cause the cause, or null
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
   * Returns the name of the record that cannot be read.
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
