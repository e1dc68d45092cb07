package dev.versioned.internal.live;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends routing by an alias that has not been read for too long. On a timer of its own, since a read
 * may hang.
 */
final class Expiry implements AutoCloseable {
  private final Duration longest;
  private final Supplier<Duration> staleness;
  private final Consumer<Duration> expire;
  private volatile boolean closed;
  private volatile @Nullable Future<?> next;

  /**
   * Makes the end of one alias.
   *
   * @param longest how old the last read may be
   * @param staleness returns how old it is
   * @param expire ends routing
   */
  Expiry(Duration longest, Supplier<Duration> staleness, Consumer<Duration> expire) {
    this.longest = longest;
    this.staleness = staleness;
    this.expire = expire;
  }

  /** Checks now, and whenever the time may be over. */
  void start(RefreshScheduler scheduler) {
    if (closed) {
      return;
    }
    Duration left = longest.minus(staleness.get());
    if (left.isNegative()) {
      expire.accept(longest);
    }
    // A refresh from now on cannot expire earlier than this.
    Duration wait = left.isNegative() ? longest : left.plusNanos(1);
    next = scheduler.after(wait, () -> start(scheduler));
  }

  @Override
  public void close() {
    closed = true;
    Future<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
