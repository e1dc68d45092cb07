package dev.versioned.internal.archive;

import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Log;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks at the same time, a few of them; for use by one thread. */
final class Window implements AutoCloseable {
  private static final int MOST = 8;

  private final Executor executor;
  private final Deque<AtOnce<Boolean>> running = new ArrayDeque<>();

  Window(Executor executor) {
    this.executor = executor;
  }

  /** Starts a task, and waits for the oldest if there are too many; throws what that one threw. */
  void start(Runnable task) {
    running.add(
        AtOnce.start(
            () -> {
              task.run();
              return true;
            },
            executor));
    if (running.size() >= MOST) {
      Boolean unused = running.remove().join();
    }
  }

  /** Waits for all tasks, and throws what one of them threw. */
  void end() {
    while (!running.isEmpty()) {
      Boolean unused = running.remove().join();
    }
  }

  /** Waits for the tasks that are left after a failure, whose own failures no longer matter. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        end();
      } catch (RuntimeException e) {
        Log.CLEANUP.debug("another task failed as well", e);
      }
    }
  }
}
