package dev.versioned.s3dynamo;

import dev.versioned.BackendException;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads the tries of callers that are in each other's way: full jitter, and an end. */
final class Backoff {
  private static final int MOST_PAUSES = 6;
  private static final long FIRST_MILLIS = 20;

  private final String what;
  private int pauses;

  /** Starts; {@code what} is what cannot be done if the thread is interrupted. */
  Backoff(String what) {
    this.what = what;
  }

  /**
   * Waits before the next try.
   *
   * @return false if there were enough, and nothing was waited for
   */
  boolean pause() {
    if (pauses == MOST_PAUSES) {
      return false;
    }
    long ceiling = FIRST_MILLIS << pauses++;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(ceiling) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("Cannot " + what + ": the thread was interrupted", true, e);
    }
    return true;
  }
}
