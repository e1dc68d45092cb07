package dev.versioned.internal.live;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read the live aliases of one repository: at most {@value #USUAL}, and one more
 * for each overdue read, up to {@value #MOST} in all. Tasks without a thread wait.
 */
final class Readers {
  /** How many reads run at the same time, at most, while all of them are answered. */
  static final int USUAL = 8;

  /** The most threads, even if more reads hang. */
  static final int MOST = 16;

  /**
   * Accepts a task only if a thread waits for one, so that a thread is started before a task waits.
   */
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

  /** One task's use of a thread: begins, has its answer, and ends, on the task's own thread. */
  final class Turn {
    private @Nullable Thread asking;
    private boolean begun;
    private boolean replaced;

    synchronized void begin() {
      begun = true;
      asking = Thread.currentThread();
    }

    /** From now on the task is not interrupted: it writes files and calls listeners. */
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

    /** Interrupts the task if it waits for an answer; another thread stands in until it ends. */
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
