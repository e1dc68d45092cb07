package dev.versioned.s3dynamo.internal;

import dev.versioned.model.BackendException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The one pause between tries of requests: full jitter, so that callers who are in each other's way
 * are not so again, and an end. On the real clock, as the network is.
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
   * Starts, for what passes within a second; {@code what} is what cannot be done if the thread is
   * interrupted.
   */
  public Backoff(String what) {
    this(what, MOST_PAUSES, Long.MAX_VALUE);
  }

  /** Starts, for what may last. */
  public static Backoff lasting(Duration time, String what) {
    return new Backoff(what, Integer.MAX_VALUE, time.toNanos());
  }

  /**
   * Waits before the next try.
   *
   * @return false if there were enough, and nothing was waited for
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
