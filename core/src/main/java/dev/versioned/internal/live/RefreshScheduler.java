package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.model.BackendException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the live aliases of one repository up to date. One thread is the timer, and never blocks;
 * {@link Readers} read. A read without an answer within the deadline is interrupted, and another
 * thread reads in its place; a late answer still counts. Threads are started when first needed.
 */
public final class RefreshScheduler implements AutoCloseable {
  /** How long a read may take before it counts as failed. */
  static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Duration deadline;
  private final Outage outage = new Outage();
  private volatile boolean closed;
  private @Nullable Threads threads;

  public RefreshScheduler() {
    this(DEADLINE);
  }

  public RefreshScheduler(Duration deadline) {
    this.deadline = deadline;
  }

  /** Reads at each refresh. */
  interface Follower {
    /** Reads, and returns the action on the answer. */
    Runnable read();

    /** Called when a read failed, or had no answer in time. */
    void failed(Throwable reason);
  }

  private record Threads(ScheduledThreadPoolExecutor timer, Readers readers) {
    static Threads start() {
      ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("timer"));
      timer.setRemoveOnCancelPolicy(true);
      return new Threads(timer, new Readers());
    }
  }

  static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, "versioned-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private synchronized Threads threads() {
    if (closed) {
      throw new IllegalStateException("Cannot use a repository that is closed");
    }
    Threads running = threads == null ? Threads.start() : threads;
    threads = running;
    return running;
  }

  /** Returns the log of reads that fail. */
  Outage outage() {
    return outage;
  }

  /**
   * Reads at a steady rate, the first time after a random part of the interval; while a read runs,
   * or waits for a thread, no other one is started.
   */
  Following every(Duration interval, Follower follower) {
    Pace pace = Pace.of(interval, ThreadLocalRandom.current());
    Following following = new Following(follower, threads());
    following.schedule(pace.firstNanos(), pace.periodNanos());
    return following;
  }

  /** The reads of one follower, one at a time. */
  final class Following implements AutoCloseable {
    private final Follower follower;
    private final Threads running;
    private final Readers.Turn turn;
    private boolean underWay;
    private boolean begun;
    private boolean answered;
    private boolean overdue;
    private boolean ended;
    private @Nullable Future<?> ticks;
    private @Nullable Future<?> watchdog;

    private Following(Follower follower, Threads running) {
      this.follower = follower;
      this.running = running;
      this.turn = running.readers().new Turn();
    }

    private synchronized void schedule(long firstNanos, long nanos) {
      ticks =
          running.timer().scheduleAtFixedRate(this::tick, firstNanos, nanos, TimeUnit.NANOSECONDS);
    }

    private synchronized void tick() {
      if (underWay || ended) {
        return;
      }
      try {
        overdue = false;
        begun = false;
        answered = false;
        watch();
        running.readers().execute(this::run);
        underWay = true;
      } catch (RejectedExecutionException e) {
        Log.LIVE.debug("the repository is closed, reads have ended", e);
      }
    }

    private void watch() {
      cancel(watchdog);
      watchdog = running.timer().schedule(this::late, deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The read is overdue: it hangs, or still waits for a thread. */
    private synchronized void late() {
      if (!underWay) {
        return;
      }
      if (!begun && outage.size() == 0) {
        // It waits for a thread: only a read that has one can report that it hangs.
        watch();
        return;
      }
      if (!answered && !overdue) {
        overdue = true;
        follower.failed(BackendException.transientFailure("no answer within " + deadline, null));
      }
      turn.giveUp();
    }

    private void run() {
      try {
        Runnable answer = ask();
        if (answer != null) {
          answer.run();
        }
      } finally {
        end();
      }
    }

    private synchronized void end() {
      turn.end();
      cancel(watchdog);
      underWay = false;
    }

    private @Nullable Runnable ask() {
      try {
        begin();
        return follower.read();
      } catch (RuntimeException | Error e) {
        failed(e);
        return null;
      } finally {
        answered();
      }
    }

    private synchronized void answered() {
      turn.answered();
      answered = true;
    }

    private synchronized void begin() {
      turn.begin();
      begun = true;
      try {
        watch();
      } catch (RejectedExecutionException e) {
        Log.LIVE.debug("the repository is being closed", e);
      }
    }

    private synchronized void failed(Throwable reason) {
      if (overdue || ended || closed) {
        // Reported already, or no longer followed.
        Log.LIVE.debug("a read was abandoned", reason);
      } else {
        follower.failed(reason);
      }
    }

    /** Stops reading; interrupts a running read. */
    @Override
    public synchronized void close() {
      ended = true;
      cancel(ticks);
      turn.interrupt();
    }
  }

  private static void cancel(@Nullable Future<?> future) {
    if (future != null) {
      future.cancel(false);
    }
  }

  /**
   * Reads on one of the threads, for a limited time.
   *
   * @throws TimeoutException if no answer came, or no thread was free, in time
   */
  <T> T within(Duration patience, Callable<T> read)
      throws TimeoutException, ExecutionException, InterruptedException {
    Readers readers = threads().readers();
    Readers.Turn turn = readers.new Turn();
    FutureTask<T> task = new FutureTask<>(read);
    readers.execute(
        () -> {
          turn.begin();
          try {
            task.run();
          } finally {
            turn.end();
          }
        });
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!task.isDone()) {
        task.cancel(false);
        turn.giveUp();
      }
    }
  }

  /** Runs a short task, which must not throw, once after a delay. */
  Future<?> after(Duration delay, Runnable task) {
    return threads().timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    Threads running;
    synchronized (this) {
      closed = true;
      running = threads;
    }
    if (running != null) {
      running.timer().shutdownNow();
      running.readers().shutdown();
    }
  }
}
