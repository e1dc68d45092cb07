package dev.versioned.model;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions of this library, except {@link IllegalArgumentException} for arguments
 * that can never be valid.
 *
 * <p>There is one subclass for each decision that a caller can make. Messages have the form
 * <i>Cannot (verb) (object): (reason)</i>, name the objects concerned, and never contain content or
 * secrets.
 */
public abstract sealed class ArtifactException extends RuntimeException
    permits NotFoundException,
        AlreadyExistsException,
        RevisionConflictException,
        VersionInUseException,
        MoveRefusedException,
        CorruptContentException,
        ContentTooLargeException,
        UnreadableContentException,
        UnreadableRecordException,
        UnsafeArchiveException,
        UntrustedVersionException,
        AttestationRefusedException,
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
