package dev.versioned.s3dynamo.internal;

import dev.versioned.model.BackendException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pause between attempts of a request. Full jitter, so that conflicting callers do not conflict
 * again; limited in number; on the real clock, like the network.
 */
public final class Backoff {
  private static final int MOST_PAUSES = 6;
  private static final long FIRST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 4_000;

  private final String what;
  private final int mostPauses;
  private final long nanos;
  private final long started = System.nanoTime();
  private int pauses;

  private Backoff(String what, int mostPauses, long nanos) {
    this.what = what;
    this.mostPauses = mostPauses;
    this.nanos = nanos;
  }

  /**
   * Creates a backoff for conditions that pass within a second; {@code what} is the operation that
   * fails if the thread is interrupted.
   */
  public Backoff(String what) {
    this(what, MOST_PAUSES, Long.MAX_VALUE);
  }

  /** Creates a backoff for conditions that may last. */
  public static Backoff lasting(Duration time, String what) {
    return new Backoff(what, Integer.MAX_VALUE, time.toNanos());
  }

  /**
   * Waits before the next attempt.
   *
   * @return false, without waiting, if there were enough attempts
   */
  public boolean pause() {
    if (pauses == mostPauses || System.nanoTime() - started > nanos) {
      return false;
    }
    long ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(pauses++, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(ceiling) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure("Cannot " + what + ": the thread was interrupted", e);
    }
    return true;
  }
}
