package dev.versioned.internal.live;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads in which the live aliases of one repository are read: {@value #USUAL} at most, and
 * one more for each read that is overdue, up to {@value #MOST} in all. What finds no thread waits.
 */
final class Readers {
  /** How many reads are under way at the same time, at most, while all of them are answered. */
  static final int USUAL = 8;

  /** How many threads there are at most, however many reads hang. */
  static final int MOST = 16;

  /** Takes a task if a thread waits for one; so a thread more is started before a task waits. */
  private static final class Waiting extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  private final Waiting waiting = new Waiting();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          USUAL,
          1,
          TimeUnit.MINUTES,
          waiting,
          RefreshScheduler.daemons("refresh"),
          (task, pool) -> {
            if (pool.isShutdown()) {
              throw new RejectedExecutionException("the repository is closed");
            }
            waiting.put(task);
          });

  private int overdue;

  /** Runs a task as soon as a thread is free. */
  void execute(Runnable task) {
    threads.execute(task);
  }

  void shutdown() {
    threads.shutdownNow();
  }

  private synchronized void replace(int more) {
    overdue += more;
    threads.setMaximumPoolSize(Math.min(USUAL + overdue, MOST));
    Runnable next = more > 0 ? waiting.poll() : null;
    if (next != null && !threads.isShutdown()) {
      threads.execute(next);
    }
  }

  /** One task's use of a thread: begins, has its answer, and ends, in the task's own thread. */
  final class Turn {
    private @Nullable Thread asking;
    private boolean begun;
    private boolean replaced;

    synchronized void begin() {
      begun = true;
      asking = Thread.currentThread();
    }

    /** From here on it is not interrupted: what follows writes files, and calls listeners. */
    synchronized void answered() {
      if (asking != null) {
        asking = null;
        Thread.interrupted();
      }
    }

    synchronized void end() {
      answered();
      begun = false;
      if (replaced) {
        replaced = false;
        replace(-1);
      }
    }

    /** Interrupts the task if it waits for an answer; until it ends another thread stands in. */
    synchronized void giveUp() {
      interrupt();
      // rule: overdue-read-gets-a-stand-in
      if (begun && !replaced) {
        replaced = true;
        replace(1);
      }
    }

    synchronized void interrupt() {
      if (asking != null) {
        asking.interrupt();
      }
    }
  }
}
