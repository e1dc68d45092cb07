package dev.versioned.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store refused or failed: a missing or forbidden bucket or table, no credentials, throttling,
 * an unreachable endpoint. The message names the action and the resource. No version has become
 * visible and no alias has moved; if that is uncertain, {@link UnknownOutcomeException} is thrown
 * instead.
 */
public final class BackendException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  /** See {@link #isRetryable()}. */
  private final boolean retryable;

  /** See {@link #isOutcomeUnknown()}. */
  private final boolean outcomeUnknown;

  /** See {@link #isAccessDenied()}. */
  private final boolean accessDenied;

  private BackendException(
      String message,
      boolean retryable,
      boolean outcomeUnknown,
      boolean accessDenied,
      @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.outcomeUnknown = outcomeUnknown;
    this.accessDenied = accessDenied;
  }

  /**
   * Returns the exception of a call that had no effect and may succeed if it is repeated later.
   *
   * @param message the failed action and the reason
   * @param cause the cause, or null
   * @return the exception
   */
  public static BackendException transientFailure(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, true, false, false, cause);
  }

  /**
   * Returns the exception of a call that had no effect and fails again until its cause is removed,
   * such as a missing permission.
   *
   * @param message the failed action and the reason
   * @param cause the cause, or null
   * @return the exception
   */
  public static BackendException permanentFailure(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, false, false, false, cause);
  }

  /**
   * Returns the exception of a call that had no effect because the caller lacks a permission.
   *
   * @param message the failed action and the missing permission
   * @param cause the cause, or null
   * @return the exception
   */
  public static BackendException accessDenied(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, false, false, true, cause);
  }

  /**
   * Returns the exception of a call that got no reply: it may have taken effect, and may be
   * repeated.
   *
   * @param message the failed action and the reason
   * @param cause the cause, or null
   * @return the exception
   */
  public static BackendException unknownOutcome(String message, @Nullable Throwable cause) {
    Objects.requireNonNull(message, "message");
    return new BackendException(message, true, true, false, cause);
  }

  /**
   * Returns whether the same call may succeed later.
   *
   * @return true for throttling, timeouts and server errors
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Returns whether the call may have taken effect although it failed.
   *
   * @return true if no reply arrived
   */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }

  /**
   * Returns whether the caller lacks a permission for the call.
   *
   * @return true if the store denied access
   */
  public boolean isAccessDenied() {
    return accessDenied;
  }

  @Override
  public String lambdaErrorName() {
    return "ServiceException";
  }
}
