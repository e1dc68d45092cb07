package dev.versioned.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs worlds. */
final class Simulation {
  private Simulation() {}

  /** What a number of runs gave. */
  record Result(long runs, long calls, Coverage coverage, Optional<Failure> failure) {}

  /** A run that broke a promise. */
  record Failure(long seed, Optional<Coverage.Crash> planned, Throwable cause) {}

  static Result run(long firstSeed, long runs) {
    Coverage coverage = new Coverage();
    long calls = 0;
    for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
      RandomRun run = null;
      try {
        run = new RandomRun(seed, coverage, Optional.empty(), null);
        run.run();
      } catch (RuntimeException | AssertionError e) {
        return new Result(
            seed - firstSeed + 1, calls, coverage, Optional.of(new Failure(seed, Optional.empty(), e)));
      }
      calls += run.calls();
    }
    return new Result(runs, calls, coverage, Optional.empty());
  }

  /** Runs a failed run again, and tells its story. */
  static String replay(Failure failure) {
    List<String> trace = new ArrayList<>();
    String what = "it does not fail again";
    try {
      new RandomRun(failure.seed(), new Coverage(), failure.planned(), trace).run();
    } catch (RuntimeException | AssertionError e) {
      what = e.toString();
    }
    return "seed " + failure.seed() + ":\n" + String.join("\n", trace) + "\n" + what;
  }

  public static void main(String[] args) {
    long first = Long.parseLong(args[0]);
    long runs = Long.parseLong(args[1]);
    long t = System.nanoTime();
    Result r = run(first, runs);
    double s = (System.nanoTime() - t) / 1e9;
    System.out.printf(
        "%d runs, %d calls, %.0f runs/s, coverage %d/%d%n",
        r.runs(), r.calls(), r.runs() / s, r.coverage().hits(), r.coverage().total());
    r.failure().ifPresent(f -> { f.cause().printStackTrace(System.out); System.out.println(replay(f));});
  }
}
