package dev.versioned.internal.transfer;

import dev.versioned.internal.settings.Settings;
import dev.versioned.model.BackendException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Ends a transfer whose bytes arrive too slowly: in each window at least those of the least rate
 * must arrive. A window is {@link #LEAST_WINDOW}, or the contention timeout if that is longer. Time
 * counts only while bytes are requested: not while a range waits for its turn, nor while the caller
 * processes what it has read. Thread-safe.
 */
public final class LeastRate {
  static final Duration LEAST_WINDOW = Duration.ofSeconds(30);

  private final String what;
  private final int bytesPerSecond;
  private final Duration window;
  private final Clock clock;
  private int asking;
  private Instant since = Instant.EPOCH;
  private Duration spent = Duration.ZERO;
  private long bytes;

  private LeastRate(String what, int bytesPerSecond, Duration window, Clock clock) {
    this.what = what;
    this.bytesPerSecond = bytesPerSecond;
    this.window = window;
    this.clock = clock;
  }

  /** Returns the rate of one transfer; {@code what} names it in messages. */
  public static LeastRate of(String what, Settings settings) {
    Duration outage = settings.contentionTimeout();
    return new LeastRate(
        what,
        settings.leastBytesPerSecond(),
        outage.compareTo(LEAST_WINDOW) > 0 ? outage : LEAST_WINDOW,
        settings.environment().clock());
  }

  /** Returns a rate that allows any transfer. */
  public static LeastRate any(String what) {
    return new LeastRate(what, 0, LEAST_WINDOW, Clock.systemUTC());
  }

  private long neededBytes() {
    return bytesPerSecond * window.toSeconds();
  }

  /** Begins to request bytes; several threads may at the same time. */
  synchronized void begin() {
    if (asking++ == 0) {
      since = now();
    }
  }

  /** Ends what {@link #begin} began. */
  synchronized void end() {
    if (asking == 1) {
      spent = spent();
    }
    asking--;
  }

  /** Counts bytes that have arrived. */
  synchronized void moved(long count) {
    bytes += Math.max(0, count);
    if (bytes >= neededBytes()) {
      bytes = 0;
      spent = Duration.ZERO;
      since = now();
    }
  }

  /** Returns whether too few bytes have arrived. */
  synchronized boolean isTooSlow() {
    // rule: bytes-come-fast-enough
    return bytesPerSecond > 0 && spent().compareTo(window) >= 0;
  }

  /**
   * Checks that enough bytes have arrived.
   *
   * @throws BackendException if not
   */
  synchronized void check() {
    if (isTooSlow()) {
      throw BackendException.transientFailure(
          "Cannot "
              + what
              + ": only "
              + bytes
              + " bytes came in "
              + window.toSeconds()
              + " seconds, and the least rate is "
              + bytesPerSecond
              + " bytes a second; make the same call again, or set leastBytesPerSecond",
          null);
    }
  }

  private Duration spent() {
    return asking == 0 ? spent : spent.plus(Duration.between(since, now()));
  }

  private Instant now() {
    return clock.instant();
  }
}
