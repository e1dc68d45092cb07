package dev.versioned.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All measurements of one run. */
final class Results {
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private final List<Calls> calls = new ArrayList<>();

  /**
   * One contender's figure, with the lower and the upper quartile of its rounds.
   *
   * @param scenario the scenario
   * @param contender the contender
   * @param unit of the three figures
   * @param median half of the rounds were below
   * @param lower a quarter of the rounds were below
   * @param upper a quarter of the rounds were above
   * @param rounds how many rounds there were
   */
  record Measurement(
      String scenario,
      String contender,
      String unit,
      double median,
      double lower,
      double upper,
      int rounds) {}

  /**
   * A ratio of two contenders of one run.
   *
   * @param scenario the scenario
   * @param of the contender above the fraction bar
   * @param to the contender below it
   * @param quantity what is compared: time or speed
   * @param ratio of the medians
   * @param lower a quarter of the rounds, taken in pairs, were below
   * @param upper a quarter of the rounds, taken in pairs, were above
   * @param target the target of the ratio, if any
   */
  record Comparison(
      String scenario,
      String of,
      String to,
      String quantity,
      double ratio,
      double lower,
      double upper,
      @Nullable Target target) {
    boolean isMet() {
      return target == null || target.isMetBy(ratio);
    }
  }

  /**
   * The maximum memory of a process so far.
   *
   * @param scenario the scenario
   * @param contender the contender
   * @param heapLimitMib the limit of its heap
   * @param heapMib its heap at its fullest, garbage included
   * @param liveMib its heap after a collection, at its fullest; 0 if there was none
   * @param residentMib all its memory; 0 if the system does not report it
   */
  record Memory(
      String scenario,
      String contender,
      double heapLimitMib,
      double heapMib,
      double liveMib,
      double residentMib) {}

  /**
   * The requests that an operation sent.
   *
   * @param scenario the scenario
   * @param operation the operation
   * @param requests the names of the requests, in order
   */
  record Calls(String scenario, String operation, List<String> requests) {}

  List<Measurement> measurements() {
    return measurements;
  }

  List<Comparison> comparisons() {
    return comparisons;
  }

  List<Memory> memories() {
    return memories;
  }

  List<Calls> calls() {
    return calls;
  }

  /** Records the times of contenders, in milliseconds. */
  void addTimes(String scenario, Map<String, Times> contenders) {
    addTimes(scenario, "ms", 1e6, contenders);
  }

  /** Records times, of the clock or of the processor, in a unit of that many nanoseconds. */
  void addTimes(String scenario, String unit, double nanos, Map<String, Times> contenders) {
    contenders.forEach(
        (name, times) ->
            measurements.add(
                new Measurement(
                    scenario,
                    name,
                    unit,
                    times.median() / nanos,
                    times.quantile(0.25) / nanos,
                    times.quantile(0.75) / nanos,
                    times.rounds())));
  }

  /** Records the speeds of contenders that did {@code amount} in each round. */
  void addSpeeds(String scenario, String unit, double amount, Map<String, Times> contenders) {
    contenders.forEach(
        (name, times) ->
            measurements.add(
                new Measurement(
                    scenario,
                    name,
                    unit,
                    amount / times.median() * 1e9,
                    amount / times.quantile(0.75) * 1e9,
                    amount / times.quantile(0.25) * 1e9,
                    times.rounds())));
  }

  /** Compares the processor times of two contenders that did equally much. */
  void compareProcessorTimes(
      String scenario,
      Map<String, Times> contenders,
      String of,
      String to,
      @Nullable Target target) {
    add(scenario, of, to, "processor time", times(contenders, of), times(contenders, to), target);
  }

  /** Compares the times of two contenders. */
  void compareTimes(
      String scenario,
      Map<String, Times> contenders,
      String of,
      String to,
      @Nullable Target target) {
    add(scenario, of, to, "time", times(contenders, of), times(contenders, to), target);
  }

  /** Compares the speeds of two contenders that did the same amount of work. */
  void compareSpeeds(
      String scenario,
      Map<String, Times> contenders,
      String of,
      String to,
      @Nullable Target target) {
    Times above = times(contenders, to);
    Times below = times(contenders, of);
    add(scenario, of, to, "speed", above, below, target);
  }

  private static Times times(Map<String, Times> contenders, String name) {
    Times times = contenders.get(name);
    if (times == null) {
      throw new IllegalArgumentException("Cannot compare " + name + ": it was not measured");
    }
    return times;
  }

  private void add(
      String scenario,
      String of,
      String to,
      String quantity,
      Times above,
      Times below,
      @Nullable Target target) {
    double[] pairs = above.dividedBy(below);
    comparisons.add(
        new Comparison(
            scenario,
            of,
            to,
            quantity,
            above.median() / below.median(),
            Times.quantile(pairs, 0.25),
            Times.quantile(pairs, 0.75),
            target));
  }
}
