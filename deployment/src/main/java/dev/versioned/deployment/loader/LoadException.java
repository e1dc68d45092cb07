package dev.versioned.deployment.loader;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A version's file is not what its loader expects. The message names version, file and reason. */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the version, the file, the reason and the remedy
   * @param cause the cause, or null
   */
  public LoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
    Objects.requireNonNull(message, "message");
  }
}
