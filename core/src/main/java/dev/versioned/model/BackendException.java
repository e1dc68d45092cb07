package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store refused or failed: a missing or forbidden bucket or table, no credentials, throttling,
 * an unreachable endpoint. The message names the action and the resource. No version has become
 * visible and no alias has moved, unless {@link UnknownOutcomeException} says so instead.
 */
public final class BackendException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #retryable()}. */
  private final boolean retryable;

  /** See {@link #mayHaveHappened()}. */
  private final boolean mayHaveHappened;

  private BackendException(
      String message, boolean retryable, boolean mayHaveHappened, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.mayHaveHappened = mayHaveHappened;
  }

  /**
   * Makes the exception of a call that did not happen, for a reason that passes: the same call may
   * succeed later.
   *
   * @param message what cannot be done, and why
   * @param cause what led to it, or null
   * @return the exception
   */
  public static BackendException passing(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, true, false, cause);
  }

  /**
   * Makes the exception of a call that did not happen, for a reason that lasts: the same call will
   * fail again until somebody does something about it.
   *
   * @param message what cannot be done, and why
   * @param cause what led to it, or null
   * @return the exception
   */
  public static BackendException lasting(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, false, false, cause);
  }

  /**
   * Makes the exception of a call that no reply came to: it may have happened, and may be made
   * again.
   *
   * @param message what cannot be done, and why
   * @param cause what led to it, or null
   * @return the exception
   */
  public static BackendException withoutReply(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, true, true, cause);
  }

  /**
   * Returns whether the same call may succeed later.
   *
   * @return true for throttling, time-outs and server errors
   */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Returns whether the store's call may have happened although it failed.
   *
   * @return true if no reply came
   */
  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }

  @Override
  public String lambdaErrorName() {
    return "ServiceException";
  }
}
