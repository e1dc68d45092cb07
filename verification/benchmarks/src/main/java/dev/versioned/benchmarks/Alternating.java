package dev.versioned.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contenders that take turns: each round runs every one of them once, in a different order from the
 * round before, so that other load on the machine affects all of them equally.
 */
final class Alternating {
  private final List<Contender> contenders = new ArrayList<>();

  private record Contender(String name, Round round, List<Long> nanos) {}

  /** One round of one contender. */
  @FunctionalInterface
  interface Round {
    /** Runs, and returns how many nanoseconds count. */
    long run() throws Exception;
  }

  /** An action to be timed. */
  @FunctionalInterface
  interface Action {
    /** Runs once. */
    void run() throws Exception;
  }

  Alternating add(String name, Round round) {
    contenders.add(new Contender(name, round, new ArrayList<>()));
    return this;
  }

  Alternating time(String name, Action action) {
    return add(
        name,
        () -> {
          long start = System.nanoTime();
          action.run();
          return System.nanoTime() - start;
        });
  }

  /** Runs rounds that do not count, then rounds that do. */
  Map<String, Times> run(int warmUps, int rounds) throws Exception {
    List<Contender> turns = new ArrayList<>(contenders);
    for (int round = -warmUps; round < rounds; round++) {
      for (Contender contender : turns) {
        long taken = contender.round().run();
        if (round >= 0) {
          contender.nanos().add(taken);
        }
      }
      Collections.rotate(turns, 1);
    }
    Map<String, Times> times = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      long[] nanos = contender.nanos().stream().mapToLong(Long::longValue).toArray();
      times.put(contender.name(), new Times(nanos));
    }
    return times;
  }
}
