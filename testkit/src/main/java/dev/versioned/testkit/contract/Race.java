package dev.versioned.testkit.contract;

import dev.versioned.model.BackendException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Runs threads that start at the same moment. */
final class Race {
  /** Far longer than any race takes, so that a hanging test fails. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Race() {}

  /** The task of one thread. */
  @FunctionalInterface
  interface Entrant<T> {
    T run(int index) throws Exception;
  }

  /** Runs a task in each of this many threads; returns the results in order. */
  static <T> List<T> run(int threads, Entrant<T> entrant) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int index = i;
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return entrant.run(index);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get(LONGEST.toSeconds(), TimeUnit.SECONDS));
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a thread of the race failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the race was not over after " + LONGEST, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the race was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Runs many tasks in a few threads, in any order. */
  static void forEach(int count, Entrant<?> entrant) {
    int threads = 8;
    run(
        threads,
        thread -> {
          for (int i = thread; i < count; i += threads) {
            entrant.run(i);
          }
          return thread;
        });
  }

  /**
   * Makes a call until the store answers it, as the library does: a busy store may ask for a retry.
   */
  static <T> T answered(Supplier<T> call) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return call.get();
      } catch (BackendException e) {
        if (!e.isRetryable() || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(20_000_000));
      }
    }
  }
}
