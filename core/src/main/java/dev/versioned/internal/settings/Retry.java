package dev.versioned.internal.settings;

import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Paces the tries of one operation: waits longer after each, with full jitter, until its time is
 * up. Not thread-safe.
 */
public final class Retry {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final String what;
  private final Environment environment;
  private final Duration timeout;
  private Instant deadline;
  private Duration ceiling = FIRST;
  private boolean inDoubt;

  private Retry(String what, Duration timeout, Environment environment) {
    this.what = what;
    this.environment = environment;
    this.timeout = timeout;
    this.deadline = environment.clock().instant().plus(timeout);
  }

  /** Starts the clock of an operation; {@code what} names it in messages. */
  public static Retry of(String what, Duration timeout, Environment environment) {
    return new Retry(what, timeout, environment);
  }

  /** Restarts the time limit; the waits between the tries keep growing. */
  public void extend() {
    deadline = environment.clock().instant().plus(timeout);
  }

  /**
   * Waits before the next try.
   *
   * @return false, without a wait, if the time is up
   * @throws BackendException if the thread is interrupted
   */
  public boolean pause() {
    boolean waited = waitUninterrupted();
    if (!waited && Thread.currentThread().isInterrupted()) {
      throw BackendException.transientFailure(
          "Cannot " + what + ": the thread was interrupted", null);
    }
    return waited;
  }

  /** Waits; returns false if the time is up, or the thread is interrupted, which it stays. */
  private boolean waitUninterrupted() {
    if (Thread.currentThread().isInterrupted()
        || !environment.clock().instant().isBefore(deadline)) {
      return false;
    }
    long nanos = environment.random().get().nextLong(ceiling.toNanos()) + 1_000_000;
    try {
      environment.sleeper().sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return true;
  }

  /**
   * Repeats a deciding write until the store answers. The write must recognize its own earlier
   * success.
   *
   * @throws UnknownOutcomeException if no answer came, and an earlier try may have been applied
   * @throws BackendException if the store refused every try
   */
  public <T> T untilAnswered(Supplier<T> write, Optional<IdempotencyKey> key) {
    boolean mayHaveHappened = false;
    while (true) {
      try {
        return write.get();
      } catch (BackendException e) {
        mayHaveHappened |= e.isOutcomeUnknown();
        inDoubt |= e.isOutcomeUnknown();
        boolean again = e.isRetryable() && waitUninterrupted();
        if (!again && !mayHaveHappened) {
          throw e;
        } else if (!again) {
          throw unknown(key, e);
        }
      }
    }
  }

  /**
   * Returns the exception for a failure after the answered writes of {@link #untilAnswered}, for an
   * operation whose later answers do not show the outcome of an earlier try.
   *
   * @return the failure itself, unless a try went without a reply
   */
  public ArtifactException verdict(BackendException failure) {
    return inDoubt ? unknown(Optional.empty(), failure) : failure;
  }

  /**
   * Returns whether a try of {@link #untilAnswered} went without a reply, and may have happened.
   */
  public boolean isInDoubt() {
    return inDoubt;
  }

  private UnknownOutcomeException unknown(Optional<IdempotencyKey> key, BackendException e) {
    return new UnknownOutcomeException(
        "Cannot confirm "
            + what
            + ": the store did not answer, and may have applied it; make the same call again"
            + key.map(k -> " with the idempotency key " + k).orElse(""),
        key,
        e);
  }
}
