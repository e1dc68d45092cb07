package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.internal.fleet.Fleets;
import dev.versioned.internal.fleet.State;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports how far an alias is followed, in threads of its own, one report at a time: neither a slow
 * nor a failing report affects following.
 */
final class Reporting implements AutoCloseable {
  private final String alias;
  private final Fleets.Reporter reporter;
  private final Supplier<State> state;
  private final RefreshScheduler scheduler;
  private final Executor executor;

  private boolean closed;
  private boolean reported;
  private boolean underWay;
  private boolean changed;
  private boolean failing;
  private long lastNanos;
  private long dueNanos;
  private @Nullable Future<?> next;

  Reporting(
      String alias,
      Fleets.Reporter reporter,
      Supplier<State> state,
      RefreshScheduler scheduler,
      Executor executor) {
    this.alias = alias;
    this.reporter = reporter;
    this.state = state;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  synchronized void start() {
    schedule(reporter.first());
  }

  /** Brings the next report forward, but never closer to the last one than the shortest time. */
  synchronized void changed() {
    if (underWay) {
      changed = true;
      return;
    } else if (closed || !reported) {
      return;
    }
    long now = System.nanoTime();
    long earliest = lastNanos + reporter.shortest().toNanos() - now;
    long delay = Math.max(reporter.soon().toNanos(), earliest);
    if (now + delay - dueNanos < 0) {
      schedule(Duration.ofNanos(delay));
    }
  }

  /** Reports on the caller's thread. */
  void now() {
    reporter.report(state);
    synchronized (this) {
      lastNanos = System.nanoTime();
    }
  }

  private synchronized void schedule(Duration delay) {
    if (closed) {
      return;
    }
    Future<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(false);
    }
    try {
      dueNanos = System.nanoTime() + delay.toNanos();
      next = scheduler.after(delay, this::begin);
    } catch (IllegalStateException | RejectedExecutionException e) {
      closed = true; // with its repository
    }
  }

  /** Runs on the timer, which must not wait. */
  private void begin() {
    synchronized (this) {
      if (closed || underWay) {
        return;
      }
      underWay = true;
      changed = false;
    }
    try {
      executor.execute(this::report);
    } catch (RuntimeException e) {
      ended(new Fleets.Next(reporter.shortest(), false));
      failed(e);
    }
  }

  private void report() {
    Fleets.Next due = new Fleets.Next(reporter.shortest(), false);
    try {
      due = reporter.report(state);
      succeeded();
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      ended(due);
    }
  }

  private synchronized void ended(Fleets.Next due) {
    underWay = false;
    reported = due.reported();
    lastNanos = System.nanoTime();
    schedule(due.in());
    if (changed) {
      changed();
    }
  }

  private synchronized void succeeded() {
    if (failing) {
      failing = false;
      Log.LIVE.info("alias {} is reported again", alias);
    }
  }

  private synchronized void failed(Throwable reason) {
    if (closed || failing) {
      Log.LIVE.debug("alias {} could not be reported", alias, reason);
      return;
    }
    failing = true;
    Log.LIVE.warn(
        "alias {} cannot be reported; following continues: {}", alias, Outage.oneLine(reason));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
