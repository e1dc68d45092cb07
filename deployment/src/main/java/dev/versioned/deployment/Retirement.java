package dev.versioned.deployment;

import dev.versioned.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes versions that left, each when its last user has left, or after a deadline. One thread
 * looks at those that still have users; closing is done by others, since it may take long.
 */
final class Retirement<T> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.deployment");
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final Duration deadline;
  private final Executor closers;
  private final Closing<T> closing;
  private final ScheduledThreadPoolExecutor timer;
  private final Lock changing = new ReentrantLock();
  private final Condition empty = changing.newCondition();
  private final List<Loaded<T>> leaving = new ArrayList<>();

  /** Closes a version. */
  @FunctionalInterface
  interface Closing<T> {
    void close(Loaded<T> loaded);
  }

  /**
   * Makes the retirement of one deployment.
   *
   * @param deadline how long a version waits for its users
   * @param closers run the closing
   * @param closing closes a version; it must not throw
   */
  Retirement(Duration deadline, Executor closers, Closing<T> closing) {
    this.deadline = deadline;
    this.closers = closers;
    this.closing = closing;
    this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("versioned-retirement"));
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** Closes a retired version as soon as it may be closed. */
  void add(Loaded<T> loaded) {
    changing.lock();
    try {
      leaving.add(loaded);
    } finally {
      changing.unlock();
    }
    look(loaded, System.nanoTime() + deadline.toNanos(), FIRST_PAUSE_MILLIS);
  }

  /** Returns the versions that wait for their users, or are being closed. */
  List<Loaded<T>> leaving() {
    changing.lock();
    try {
      return List.copyOf(leaving);
    } finally {
      changing.unlock();
    }
  }

  /** Waits until all versions are closed; returns false if that takes longer than allowed. */
  boolean await(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    changing.lockInterruptibly();
    try {
      while (!leaving.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = empty.awaitNanos(left);
      }
      return true;
    } finally {
      changing.unlock();
    }
  }

  private void look(Loaded<T> loaded, long deadlineNanos, long pauseMillis) {
    // rule: version-with-users-is-not-closed
    if (loaded.users().count() == 0) {
      close(loaded);
    } else if (System.nanoTime() - deadlineNanos >= 0) {
      report(loaded);
      // rule: version-is-closed-after-its-deadline
      close(loaded);
    } else {
      long next = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
      Future<?> unused =
          timer.schedule(
              () -> look(loaded, deadlineNanos, next), pauseMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void close(Loaded<T> loaded) {
    Runnable task =
        () -> {
          try {
            closing.close(loaded);
          } finally {
            remove(loaded);
          }
        };
    try {
      closers.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the deployment is closed already", e);
      task.run();
    }
  }

  private void remove(Loaded<T> loaded) {
    changing.lock();
    try {
      leaving.remove(loaded);
      if (leaving.isEmpty()) {
        empty.signalAll();
      }
    } finally {
      changing.unlock();
    }
  }

  private void report(Loaded<T> loaded) {
    Version version = loaded.version();
    StringBuilder stacks = new StringBuilder();
    for (Map.Entry<Thread, List<StackTraceElement>> user : loaded.users().stacks().entrySet()) {
      stacks.append("\n  thread ").append(user.getKey().getName());
      user.getValue().forEach(frame -> stacks.append("\n    at ").append(frame));
    }
    LOG.warn(
        "{} is closed although {} still use it after {}:{}",
        version,
        loaded.users().count() == 1 ? "1 call" : loaded.users().count() + " calls",
        deadline,
        stacks);
  }
}
