package dev.versioned.internal.probe;

import dev.versioned.internal.Failures;
import dev.versioned.model.BackendException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Threads for writers that start at the same moment. They are its own: writers that wait for each
 * other would block an executor of few threads.
 */
final class Race implements AutoCloseable {
  /** The number of writers of a race. */
  static final int WRITERS = 8;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "versioned-probe");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Runs tasks at the same time, and returns their results in order. If some fail, it throws the
   * failure of the first when all have ended.
   */
  <T> List<T> together(List<Callable<T>> tasks) {
    List<Future<T>> running = tasks.stream().map(threads::submit).toList();
    List<T> results = new ArrayList<>();
    RuntimeException failure = null;
    for (Future<T> each : running) {
      try {
        results.add(Failures.join(each));
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  /**
   * Starts writers at the same moment.
   *
   * @param writer makes the write of a number from 0, and returns what came back
   * @return the results of those writers that got an answer
   * @throws BackendException if none did, or one was refused for good
   */
  <T> List<T> run(IntFunction<T> writer) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      running.add(
          threads.submit(
              () -> {
                start.await();
                return writer.apply(number);
              }));
    }
    start.countDown();
    List<T> results = new ArrayList<>();
    BackendException failure = null;
    for (Future<T> each : running) {
      try {
        results.add(Failures.join(each));
      } catch (BackendException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        failure = e; // contention, or an outage: this writer proves nothing
      }
    }
    if (results.isEmpty() && failure != null) {
      throw failure;
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
