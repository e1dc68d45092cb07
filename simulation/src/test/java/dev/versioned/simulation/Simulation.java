package dev.versioned.simulation;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs worlds, many at once: each run is one thread's own. */
final class Simulation {
  private Simulation() {}

  /**
   * What a number of runs gave.
   *
   * @param runs how many were run
   * @param calls how many calls of stores they made
   * @param cpuSeconds how long that took, of all threads together
   * @param coverage the crash points seen and hit
   * @param failure a run that broke a promise
   */
  record Result(
      long runs, long calls, double cpuSeconds, Coverage coverage, Optional<Failure> failure) {
    Result and(Result other) {
      coverage.add(other.coverage);
      return new Result(
          runs + other.runs,
          calls + other.calls,
          cpuSeconds + other.cpuSeconds,
          coverage,
          failure.or(other::failure));
    }

    @Override
    public String toString() {
      return String.format(
          "%,d runs with %,d calls of stores, %,.0f runs a second of one core; crash points hit:"
              + " %d of %d",
          runs, calls, runs / cpuSeconds, coverage.hits(), coverage.total());
    }
  }

  /** A run that broke a promise. */
  record Failure(long seed, Optional<Coverage.Crash> planned, Throwable cause) {}

  /** Runs the worlds of so many seeds, on so many threads, until one fails. */
  static Result run(long firstSeed, long runs, int threads) {
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Result>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        long from = firstSeed + i;
        parts.add(executor.submit(() -> some(from, firstSeed + runs, threads, failed)));
      }
      Result all = new Result(0, 0, 0, new Coverage(), Optional.empty());
      for (Future<Result> part : parts) {
        all = all.and(part.get());
      }
      return all;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Result some(long from, long to, int step, AtomicBoolean failed) {
    Coverage coverage = new Coverage();
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long runs = 0;
    long calls = 0;
    Optional<Failure> failure = Optional.empty();
    for (long seed = from; seed < to && !failed.get(); seed += step) {
      RandomRun run = new RandomRun(seed, coverage, Optional.empty(), null);
      failure = failure(run, seed, Optional.empty());
      runs++;
      calls += run.calls();
      failed.compareAndSet(false, failure.isPresent());
    }
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    return new Result(runs, calls, took / 1e9, coverage, failure);
  }

  private static Optional<Failure> failure(
      RandomRun run, long seed, Optional<Coverage.Crash> planned) {
    try {
      run.run();
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(new Failure(seed, planned, e));
    }
  }

  /**
   * Hits the crash points that chance has missed, each in a run that comes there; again and again,
   * since such a run may come where no other did.
   */
  static Result hitMissing(Result result) {
    Result all = result;
    while (all.failure().isEmpty() && !all.coverage().missing().isEmpty()) {
      all = hitMissingOnce(all);
    }
    return all;
  }

  private static Result hitMissingOnce(Result result) {
    Result all = result;
    for (Coverage.Crash crash : result.coverage().missing()) {
      RandomRun run = new RandomRun(crash.seed(), all.coverage(), Optional.of(crash), null);
      Optional<Failure> failure = failure(run, crash.seed(), Optional.of(crash));
      all =
          new Result(
              all.runs() + 1,
              all.calls() + run.calls(),
              all.cpuSeconds(),
              all.coverage(),
              all.failure().or(() -> failure));
    }
    return all;
  }

  /** Runs a failed run again, and tells its story. */
  static String story(Failure failure) {
    List<String> trace = new ArrayList<>();
    RandomRun run = new RandomRun(failure.seed(), new Coverage(), failure.planned(), trace);
    String end =
        failure(run, failure.seed(), failure.planned())
            .map(again -> again.cause().toString())
            .orElse("it does not fail again: " + failure.cause());
    String planned = failure.planned().map(crash -> " with " + crash).orElse("");
    return "seed " + failure.seed() + planned + ":\n" + String.join("\n", trace) + "\n" + end;
  }
}
