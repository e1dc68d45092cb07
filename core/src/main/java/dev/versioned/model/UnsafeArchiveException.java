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
   * Makes the exception of an archive that cannot be unpacked at all.
   *
   * @param archive what could not be unpacked
   * @param reason why
   * @param cause the cause, or null
   */
  public UnsafeArchiveException(String archive, String reason, @Nullable Throwable cause) {
    this(archive, reason, "publish another archive", cause);
  }

  private UnsafeArchiveException(
      String archive, String reason, String remedy, @Nullable Throwable cause) {
    super(
        "Cannot unpack "
            + Objects.requireNonNull(archive, "archive")
            + ": "
            + Objects.requireNonNull(reason, "reason")
            + "; "
            + remedy,
        cause);
    this.reason = reason;
  }

  /**
   * Makes the exception of an archive that has more than {@link DirectoryLimits} allow.
   *
   * @param archive what could not be unpacked
   * @param reason what it has more of
   * @return the exception
   */
  public static UnsafeArchiveException beyondLimits(String archive, String reason) {
    return new UnsafeArchiveException(
        archive, reason, "allow more by DirectoryLimits, if you trust who published it", null);
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
