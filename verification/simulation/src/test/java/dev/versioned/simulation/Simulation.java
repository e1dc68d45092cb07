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

/** Runs worlds, many at once: each run uses a single thread. */
final class Simulation {
  private Simulation() {}

  /**
   * The result of a number of runs.
   *
   * @param runs the number of runs
   * @param calls the number of their calls of stores
   * @param cpuSeconds the time of all threads together
   * @param coverage the crash points seen and hit
   * @param failure a run that broke a promise
   */
  record Result(
      long runs, long calls, double cpuSeconds, Coverage coverage, Optional<Failure> failure) {
    double runsPerSecond() {
      return runs / cpuSeconds;
    }

    Result and(Result other) {
      if (coverage != other.coverage) {
        coverage.add(other.coverage);
      }
      return new Result(
          runs + other.runs,
          calls + other.calls,
          cpuSeconds + other.cpuSeconds,
          coverage,
          failure.or(other::failure));
    }

    /** Returns a summary; {@code points} is the number of crash points to be hit. */
    String toString(int points) {
      return String.format(
          "%,d runs with %,d calls of stores, %,.0f runs a second on one core; crash points hit:"
              + " %d of %d",
          runs, calls, runsPerSecond(), coverage.hits(), points);
    }
  }

  /** A run that broke a promise. */
  record Failure(Plan plan, Throwable cause) {}

  /** Runs the worlds of this many seeds, on this many threads, until one fails. */
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
    Result all = new Result(0, 0, 0, coverage, Optional.empty());
    for (long seed = from; seed < to && !failed.get(); seed += step) {
      all = all.and(one(Plan.of(seed), coverage));
      failed.compareAndSet(false, all.failure().isPresent());
    }
    return all;
  }

  private static Result one(Plan plan, Coverage coverage) {
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    RandomRun run = new RandomRun(plan, coverage, Optional.empty());
    Optional<Failure> failure = failure(run, plan);
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    return new Result(1, run.calls(), took / 1e9, coverage, failure);
  }

  private static Optional<Failure> failure(RandomRun run, Plan plan) {
    try {
      run.run();
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(new Failure(plan, e));
    }
  }

  /** Runs worlds that reach rare points. */
  static Result play(Result result, List<Plan> plans) {
    Result all = result;
    for (Plan plan : plans) {
      all = all.and(one(plan, all.coverage()));
    }
    return all;
  }

  /**
   * Hits the crash points that chance has missed, each in a run that reaches it; repeats this,
   * because such a run may reach points that no other did.
   */
  static Result hitMissing(Result result) {
    Result all = result;
    int before;
    do {
      before = all.coverage().hits();
      all = play(all, all.coverage().missing());
    } while (all.failure().isEmpty() && all.coverage().hits() > before);
    return all;
  }

  /** Runs a world again, and returns its trace. */
  static String story(Plan plan) {
    List<String> trace = new ArrayList<>();
    RandomRun run = new RandomRun(plan, new Coverage(), Optional.of(trace));
    String end =
        failure(run, plan).map(again -> again.cause().toString()).orElse("no promise was broken");
    return String.format(
        "Run %s (again: -Dsimulation.replay=%s)%n%s%n%s",
        plan, plan, String.join("\n", trace), end);
  }
}
