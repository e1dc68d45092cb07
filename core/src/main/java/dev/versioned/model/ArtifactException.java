package dev.versioned.model;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws, besides {@link IllegalArgumentException} for
 * arguments that can never be right.
 *
 * <p>There is one subclass for each decision that a caller can make. Messages read <i>Cannot (verb)
 * (object): (reason)</i>, name what is concerned, and never hold content or secrets.
 */
public abstract sealed class ArtifactException extends RuntimeException
    permits NotFoundException,
        AlreadyExistsException,
        RevisionConflictException,
        VersionInUseException,
        CorruptContentException,
        ContentTooLargeException,
        UnreadableContentException,
        UnreadableRecordException,
        IdempotencyKeyReusedException,
        UnknownOutcomeException,
        BackendException {
  private static final long serialVersionUID = 1L;

  ArtifactException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the name of the error with which AWS Lambda answers in the same case.
   *
   * @return a name such as {@code ResourceNotFoundException}
   */
  public abstract String lambdaErrorName();
}
