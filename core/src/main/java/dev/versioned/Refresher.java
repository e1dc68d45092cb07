package dev.versioned;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that keep the live aliases of one repository up to date; started when first needed.
 * One tells the time, and never waits for anything; reads have threads of their own, so that one
 * that hangs holds up no other alias.
 */
final class Refresher implements AutoCloseable {
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<Threads> threads = new AtomicReference<>();

  private record Threads(ScheduledThreadPoolExecutor timer, ExecutorService readers) {
    static Threads start() {
      ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("timer"));
      timer.setRemoveOnCancelPolicy(true);
      return new Threads(timer, Executors.newCachedThreadPool(daemons("refresh")));
    }

    private static ThreadFactory daemons(String name) {
      return task -> {
        Thread thread = new Thread(task, "versioned-" + name);
        thread.setDaemon(true);
        return thread;
      };
    }

    void shutdown() {
      timer.shutdownNow();
      readers.shutdownNow();
    }
  }

  private Threads threads() {
    Threads running = threads.get();
    if (running != null) {
      return running;
    }
    Threads fresh = Threads.start();
    if (threads.compareAndSet(null, fresh)) {
      return fresh;
    }
    fresh.shutdown();
    return threads();
  }

  /**
   * Runs a task at a steady rate, the first time after a random part of the interval; while it is
   * still running, it is not started again.
   */
  Future<?> every(Duration interval, Runnable task) {
    if (closed.get()) {
      throw new IllegalStateException("Cannot watch an alias: the repository is closed");
    }
    long nanos = interval.toNanos();
    // Each follower has a rate of its own within a tenth, so that a fleet does not stay in step.
    long spread = nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1);
    Threads running = threads();
    AtomicBoolean underWay = new AtomicBoolean();
    return running
        .timer()
        .scheduleAtFixedRate(
            () -> start(running.readers(), task, underWay),
            ThreadLocalRandom.current().nextLong(spread) + 1,
            spread,
            TimeUnit.NANOSECONDS);
  }

  private static void start(ExecutorService readers, Runnable task, AtomicBoolean underWay) {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      readers.execute(
          () -> {
            try {
              task.run();
            } finally {
              underWay.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      Log.LIVE.debug("nothing is read any more: the repository is closed", e);
    }
  }

  /** Runs a short task, which must not throw, once after a time. */
  Future<?> after(Duration delay, Runnable task) {
    return threads().timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed.set(true);
    Threads running = threads.get();
    if (running != null) {
      running.shutdown();
    }
  }
}
