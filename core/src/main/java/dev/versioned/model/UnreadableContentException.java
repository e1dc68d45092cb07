package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a publish could not be read: a file that does not exist, is not a regular file or
 * may not be read, a stream that failed, or content that changed while it was read. Nothing was
 * published. Or an export could not be imported: it is not complete, or was changed.
 */
public final class UnreadableContentException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the failed action and the reason
   * @param cause the cause, or null
   */
  public UnreadableContentException(String message, @Nullable Throwable cause) {
    super(message, cause);
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String lambdaErrorName() {
    return "InvalidParameterValueException";
  }
}
