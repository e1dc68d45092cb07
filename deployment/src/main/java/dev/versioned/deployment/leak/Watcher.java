package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of all finders: collects garbage before grace periods end, then inspects. */
final class Watcher {
  static final Watcher INSTANCE = new Watcher();

  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.leaks");

  /** An object may need several collections: with a finalizer, or if it was held by one. */
  private static final int COLLECTIONS = 3;

  private final ScheduledThreadPoolExecutor thread;
  private final Inspection inspection = new Inspection();
  private final AtomicLong collections = new AtomicLong();
  // Used by the thread only.
  private final List<Watch> due = new ArrayList<>();

  Watcher() {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              // Inherits nothing of the caller, whose thread locals may be what is to be watched.
              Thread daemon = new Thread(null, task, "versioned-leaks", 0, false);
              daemon.setDaemon(true);
              daemon.setContextClassLoader(Watcher.class.getClassLoader());
              return daemon;
            });
    thread.setKeepAliveTime(1, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  void watch(Watch watch) {
    long graceNanos = watch.finder().grace().toNanos();
    long before = collections.get();
    for (int round = 1; round <= COLLECTIONS; round++) {
      // At 60, 80 and 100 % of the grace period.
      long delayNanos = graceNanos / 5 * (2 + round);
      long wanted = before + round;
      boolean last = round == COLLECTIONS;
      schedule(() -> collect(watch, wanted, last), delayNanos);
    }
  }

  /** Returns whether the thread runs: while something is watched, and for a second after it. */
  boolean isRunning() {
    return thread.getPoolSize() > 0;
  }

  private void schedule(Runnable task, long delayNanos) {
    Future<?> unused = thread.schedule(() -> runLogged(task), delayNanos, TimeUnit.NANOSECONDS);
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failed) {
      LOG.warn("Cannot look for what holds closed versions", failed);
    }
  }

  private void collect(Watch watch, long wanted, boolean last) {
    if (watch.isOver()) {
      return;
    }
    if (collections.get() < wanted) {
      System.gc();
      collections.incrementAndGet();
    }
    if (last && !watch.isOver()) {
      if (due.isEmpty()) {
        // Behind all others whose grace period ends now, so that one heap dump serves them.
        schedule(this::inspect, 0);
      }
      due.add(watch);
    }
  }

  private void inspect() {
    List<Watch> batch = List.copyOf(due);
    due.clear();
    inspection.inspect(batch);
  }
}
