package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An archive was not unpacked: it is damaged or of another format, an entry or a link would be
 * outside of the directory, two entries have one name, this machine has no such file name, or it
 * has more entries or bytes than allowed. No directory was created.
 */
public final class UnsafeArchiveException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #reason()}. */
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param archive what could not be unpacked
   * @param reason why
   * @param cause the cause, or null
   */
  public UnsafeArchiveException(String archive, String reason, @Nullable Throwable cause) {
    super(
        "Cannot unpack "
            + Objects.requireNonNull(archive, "archive")
            + ": "
            + Objects.requireNonNull(reason, "reason")
            + "; publish another archive",
        cause);
    this.reason = reason;
  }

  /**
   * Returns why the archive was refused.
   *
   * @return a part of a sentence
   */
  public String reason() {
    return reason;
  }

  @Override
  public String lambdaErrorName() {
    return "InvalidZipFileException";
  }
}
