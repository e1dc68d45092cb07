package dev.versioned;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that keep the live aliases of one repository up to date; started when first needed.
 */
final class Refresher implements AutoCloseable {
  /** Two, so that one slow read does not hold up every other alias. */
  private static final int THREADS = 2;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<ScheduledThreadPoolExecutor> threads = new AtomicReference<>();

  private ScheduledThreadPoolExecutor threads() {
    ScheduledThreadPoolExecutor running = threads.get();
    if (running != null) {
      return running;
    }
    ScheduledThreadPoolExecutor fresh =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = Executors.defaultThreadFactory().newThread(task);
              thread.setName("versioned-refresh");
              thread.setDaemon(true);
              return thread;
            });
    fresh.setRemoveOnCancelPolicy(true);
    if (threads.compareAndSet(null, fresh)) {
      return fresh;
    }
    fresh.shutdown();
    return threads();
  }

  /** Runs a task at a steady rate, the first time after a random part of the interval. */
  Future<?> every(Duration interval, Runnable task) {
    if (closed.get()) {
      throw new IllegalStateException("Cannot watch an alias: the repository is closed");
    }
    long nanos = interval.toNanos();
    // Each follower has a rate of its own within a tenth, so that a fleet does not stay in step.
    long spread = nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1);
    return threads()
        .scheduleAtFixedRate(
            task, ThreadLocalRandom.current().nextLong(spread) + 1, spread, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed.set(true);
    ScheduledThreadPoolExecutor running = threads.get();
    if (running != null) {
      running.shutdownNow();
    }
  }
}
