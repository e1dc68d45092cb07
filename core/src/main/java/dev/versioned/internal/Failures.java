package dev.versioned.internal;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What another thread ended or failed with, for the one that waits for it. */
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

  /**
   * Waits for what another thread does. An interrupt does not end the wait, which is as long as a
   * few requests, and is kept.
   *
   * @param <T> the result
   * @param future what is waited for
   * @return the result
   * @throws RuntimeException what was thrown over there
   */
  public static <T> T join(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
