package dev.versioned.internal;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What another thread failed with, for the one that waits for it. */
public final class Failures {
  private Failures() {}

  /**
   * Returns what was thrown over there.
   *
   * @param failure what the wait failed with, or the failure itself
   * @return the failure itself
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause =
        failure instanceof ExecutionException || failure instanceof CompletionException
            ? failure.getCause()
            : failure;
    return cause == null ? failure : cause;
  }

  /**
   * Makes what was thrown over there fit to be thrown here.
   *
   * @param failure what the wait failed with
   * @return the failure itself, if it is unchecked
   * @throws Error if that is what it was
   */
  public static RuntimeException rethrown(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause);
  }
}
