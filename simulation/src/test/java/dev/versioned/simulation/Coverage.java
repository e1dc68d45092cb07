package dev.versioned.simulation;

import dev.versioned.testkit.fault.StoreOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts crash points: each call of each kind of operation, before it and after it. Of calls that
 * an operation repeats without end the first three count, each for itself.
 */
final class Coverage {
  private static final int REPEATS = 3;
  private static final int OPERATIONS = StoreOperation.values().length;
  private static final int POINTS = Operation.Kind.values().length * OPERATIONS * REPEATS * 2;

  /** Where each was seen first: the run's seed, and the index of the call in it. */
  private final long[] seeds = new long[POINTS];

  private final int[] calls = new int[POINTS];
  private final boolean[] seen = new boolean[POINTS];
  private final boolean[] hit = new boolean[POINTS];

  /**
   * A crash that is to happen.
   *
   * @param seed in which run
   * @param call before or after which call of that run
   * @param after whether the call is made, and only its reply not heard
   */
  record Crash(long seed, int call, boolean after) {}

  static int point(Operation.Kind kind, StoreOperation operation, int nth) {
    return ((kind.ordinal() * OPERATIONS + operation.ordinal()) * REPEATS
            + Math.min(nth, REPEATS)
            - 1)
        * 2;
  }

  void saw(int point, long seed, int call) {
    if (!seen[point]) {
      seen[point] = true;
      seen[point + 1] = true;
      seeds[point] = seed;
      calls[point] = call;
    }
  }

  void hit(int point, boolean after) {
    hit[after ? point + 1 : point] = true;
  }

  void add(Coverage other) {
    for (int i = 0; i < POINTS; i++) {
      if (other.seen[i] && !seen[i]) {
        seen[i] = true;
        seeds[i] = other.seeds[i];
        calls[i] = other.calls[i];
      }
      hit[i] |= other.hit[i];
    }
  }

  int total() {
    int total = 0;
    for (boolean one : seen) {
      total += one ? 1 : 0;
    }
    return total;
  }

  int hits() {
    int hits = 0;
    for (boolean one : hit) {
      hits += one ? 1 : 0;
    }
    return hits;
  }

  /** The crashes that would hit what chance has not. */
  List<Crash> missing() {
    List<Crash> missing = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      if (seen[i] && !hit[i]) {
        int before = i & ~1;
        missing.add(new Crash(seeds[before], calls[before], i != before));
      }
    }
    return missing;
  }
}
