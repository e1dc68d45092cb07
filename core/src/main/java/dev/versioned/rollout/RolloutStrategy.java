package dev.versioned.rollout;

import dev.versioned.model.Weight;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

// Over 300 lines: each of the five strategies is a few lines of code; the rest is Javadoc.
/**
 * The steps in which the traffic moves to the new version, how long to wait between them, and how
 * long to keep watching after the last.
 *
 * <p>The first step is made at once, each further one an interval after the one before it was made.
 * The last step gives the new version all traffic, and starts the bake time. Strategies are
 * immutable values; {@link #parse} and {@link #toString} read and write them as the names that AWS
 * CodeDeploy and AWS AppConfig use.
 */
public sealed interface RolloutStrategy {

  /**
   * All traffic in one step, as CodeDeploy's {@code LambdaAllAtOnce}.
   *
   * @param bakeTime how long to keep watching after the step
   */
  record AllAtOnce(Duration bakeTime) implements RolloutStrategy {
    /**
     * Validates the strategy.
     *
     * @param bakeTime how long to keep watching after the step
     * @throws IllegalArgumentException if the bake time is not whole seconds, 0 to 366 days
     */
    public AllAtOnce {
      Objects.requireNonNull(bakeTime, "bakeTime");
      StrategyText.checkBakeTime(bakeTime);
    }

    @Override
    public int steps() {
      return 1;
    }

    @Override
    public Weight weight(int step) {
      return StrategyText.checkStep(this, step, Weight.FULL);
    }

    @Override
    public Duration interval() {
      return Duration.ZERO;
    }

    @Override
    public RolloutStrategy withBakeTime(Duration bakeTime) {
      Objects.requireNonNull(bakeTime, "bakeTime");
      return new AllAtOnce(bakeTime);
    }

    @Override
    public String toString() {
      return StrategyText.of(this);
    }
  }

  /**
   * A share first, and all traffic after the interval, as CodeDeploy's {@code
   * LambdaCanary10Percent5Minutes}.
   *
   * @param share the new version's weight at the first step
   * @param interval how long after the first step the second is made
   * @param bakeTime how long to keep watching after the second step
   */
  record Canary(Weight share, Duration interval, Duration bakeTime) implements RolloutStrategy {
    /**
     * Validates the strategy.
     *
     * @param share the new version's weight at the first step
     * @param interval how long after the first step the second is made
     * @param bakeTime how long to keep watching after the second step
     * @throws IllegalArgumentException if the share is 0 % or 100 %, or a duration is not whole
     *     seconds up to 366 days, the interval at least one
     */
    public Canary {
      Objects.requireNonNull(share, "share");
      Objects.requireNonNull(interval, "interval");
      Objects.requireNonNull(bakeTime, "bakeTime");
      StrategyText.checkShare(share);
      StrategyText.checkInterval(interval);
      StrategyText.checkBakeTime(bakeTime);
    }

    @Override
    public int steps() {
      return 2;
    }

    @Override
    public Weight weight(int step) {
      return StrategyText.checkStep(this, step, step == 1 ? share.basisPoints() : Weight.FULL);
    }

    @Override
    public RolloutStrategy withBakeTime(Duration bakeTime) {
      Objects.requireNonNull(bakeTime, "bakeTime");
      return new Canary(share, interval, bakeTime);
    }

    @Override
    public String toString() {
      return StrategyText.of(this);
    }
  }

  /**
   * An equal share more at each step, as CodeDeploy's {@code LambdaLinear10PercentEvery1Minute}.
   * The last step takes what is left.
   *
   * @param share how much the new version's weight grows at each step
   * @param interval how long after each step the next is made
   * @param bakeTime how long to keep watching after the last step
   */
  record Linear(Weight share, Duration interval, Duration bakeTime) implements RolloutStrategy {
    /**
     * Validates the strategy.
     *
     * @param share how much the new version's weight grows at each step
     * @param interval how long after each step the next is made
     * @param bakeTime how long to keep watching after the last step
     * @throws IllegalArgumentException if the share is 0 % or 100 %, or a duration is not whole
     *     seconds up to 366 days, the interval at least one
     */
    public Linear {
      Objects.requireNonNull(share, "share");
      Objects.requireNonNull(interval, "interval");
      Objects.requireNonNull(bakeTime, "bakeTime");
      StrategyText.checkShare(share);
      StrategyText.checkInterval(interval);
      StrategyText.checkBakeTime(bakeTime);
    }

    @Override
    public int steps() {
      return (Weight.FULL + share.basisPoints() - 1) / share.basisPoints();
    }

    @Override
    public Weight weight(int step) {
      return StrategyText.checkStep(this, step, (long) share.basisPoints() * step);
    }

    @Override
    public RolloutStrategy withBakeTime(Duration bakeTime) {
      Objects.requireNonNull(bakeTime, "bakeTime");
      return new Linear(share, interval, bakeTime);
    }

    @Override
    public String toString() {
      return StrategyText.of(this);
    }
  }

  /**
   * Twice the weight at each step, as AppConfig's exponential growth: at 10 % the steps are 10, 20,
   * 40, 80 and 100 %.
   *
   * @param share the new version's weight at the first step
   * @param interval how long after each step the next is made
   * @param bakeTime how long to keep watching after the last step
   */
  record Exponential(Weight share, Duration interval, Duration bakeTime)
      implements RolloutStrategy {
    /**
     * Validates the strategy.
     *
     * @param share the new version's weight at the first step
     * @param interval how long after each step the next is made
     * @param bakeTime how long to keep watching after the last step
     * @throws IllegalArgumentException if the share is 0 % or 100 %, or a duration is not whole
     *     seconds up to 366 days, the interval at least one
     */
    public Exponential {
      Objects.requireNonNull(share, "share");
      Objects.requireNonNull(interval, "interval");
      Objects.requireNonNull(bakeTime, "bakeTime");
      StrategyText.checkShare(share);
      StrategyText.checkInterval(interval);
      StrategyText.checkBakeTime(bakeTime);
    }

    @Override
    public int steps() {
      int steps = 1;
      for (long points = share.basisPoints(); points < Weight.FULL; points *= 2) {
        steps++;
      }
      return steps;
    }

    @Override
    public Weight weight(int step) {
      // A share of 0.01 % is 100 % after 15 steps: no step overflows.
      return StrategyText.checkStep(
          this, step, (long) share.basisPoints() << Math.min(step - 1, 40));
    }

    @Override
    public RolloutStrategy withBakeTime(Duration bakeTime) {
      Objects.requireNonNull(bakeTime, "bakeTime");
      return new Exponential(share, interval, bakeTime);
    }

    @Override
    public String toString() {
      return StrategyText.of(this);
    }
  }

  /**
   * The steps of another strategy, with weights at which a rollout waits for an approval.
   *
   * @param strategy the strategy without waits
   * @param waits the weights at which a rollout waits
   */
  record WithWaits(RolloutStrategy strategy, SortedSet<Weight> waits) implements RolloutStrategy {
    /**
     * Validates the strategy; the set is copied.
     *
     * @param strategy the strategy without waits
     * @param waits the weights at which a rollout waits
     * @throws IllegalArgumentException if there are no weights, one of them is not the weight of a
     *     step, or the strategy has waits already
     */
    public WithWaits {
      Objects.requireNonNull(strategy, "strategy");
      Objects.requireNonNull(waits, "waits");
      waits = Collections.unmodifiableSortedSet(new TreeSet<>(waits));
      StrategyText.checkWaits(strategy, waits);
    }

    @Override
    public int steps() {
      return strategy.steps();
    }

    @Override
    public Weight weight(int step) {
      return strategy.weight(step);
    }

    @Override
    public Duration interval() {
      return strategy.interval();
    }

    @Override
    public Duration bakeTime() {
      return strategy.bakeTime();
    }

    @Override
    public RolloutStrategy withBakeTime(Duration bakeTime) {
      return new WithWaits(strategy.withBakeTime(bakeTime), waits);
    }

    @Override
    public RolloutStrategy waitAt(Weight... weights) {
      return strategy.waitAt(weights);
    }

    @Override
    public String toString() {
      return StrategyText.of(this);
    }
  }

  /**
   * Gives all traffic to the new version in one step, without a bake time.
   *
   * @return the strategy
   */
  static RolloutStrategy allAtOnce() {
    return new AllAtOnce(Duration.ZERO);
  }

  /**
   * Gives a share to the new version, and all traffic after the interval, without a bake time.
   *
   * @param share the new version's weight at the first step
   * @param interval how long after the first step the second is made
   * @return the strategy
   * @throws IllegalArgumentException if the share is 0 % or 100 %, or the interval is not whole
   *     seconds from 1 s to 366 days
   */
  static RolloutStrategy canary(Weight share, Duration interval) {
    Objects.requireNonNull(share, "share");
    Objects.requireNonNull(interval, "interval");
    return new Canary(share, interval, Duration.ZERO);
  }

  /**
   * Gives the new version an equal share more at each step, without a bake time.
   *
   * @param share how much its weight grows at each step
   * @param interval how long after each step the next is made
   * @return the strategy
   * @throws IllegalArgumentException if the share is 0 % or 100 %, or the interval is not whole
   *     seconds from 1 s to 366 days
   */
  static RolloutStrategy linear(Weight share, Duration interval) {
    Objects.requireNonNull(share, "share");
    Objects.requireNonNull(interval, "interval");
    return new Linear(share, interval, Duration.ZERO);
  }

  /**
   * Doubles the new version's weight at each step, without a bake time.
   *
   * @param share its weight at the first step
   * @param interval how long after each step the next is made
   * @return the strategy
   * @throws IllegalArgumentException if the share is 0 % or 100 %, or the interval is not whole
   *     seconds from 1 s to 366 days
   */
  static RolloutStrategy exponential(Weight share, Duration interval) {
    Objects.requireNonNull(share, "share");
    Objects.requireNonNull(interval, "interval");
    return new Exponential(share, interval, Duration.ZERO);
  }

  /**
   * Returns the strategy of a name: one of {@link #names()}, or one of the same form, such as
   * {@code Canary2.5Percent1Hour}, {@code Linear25PercentEvery90Seconds}, {@code
   * Exponential10PercentEvery4Minutes} or {@code AllAtOnce}, each with or without a bake time at
   * its end, such as {@code AllAtOnceBake10Minutes}, and after that the weights at which it waits
   * for an approval, such as {@code Canary10Percent5MinutesWaitAt10Percent} or {@code
   * Linear25PercentEvery1HourBake1DayWaitAt25And50And100Percent}. With the prefix {@code
   * CodeDeployDefault.Lambda} or {@code AppConfig.} only AWS's own names are accepted: {@code
   * AppConfig.Canary10Percent20Minutes} is exponential, and bakes for 10 minutes.
   *
   * @param text the name, as {@link #toString()} or AWS writes it
   * @return the strategy
   * @throws IllegalArgumentException if the text is no such name
   */
  static RolloutStrategy parse(String text) {
    Objects.requireNonNull(text, "text");
    return StrategyText.parse(text);
  }

  /**
   * Returns the predefined names that {@link #parse} accepts: CodeDeploy's for Lambda, with and
   * without their prefix, and AppConfig's.
   *
   * @return the names, in a readable order
   */
  static Set<String> names() {
    return StrategyText.PREDEFINED.keySet();
  }

  /**
   * Returns the number of steps.
   *
   * @return 1 or more
   */
  int steps();

  /**
   * Returns the new version's weight after a step.
   *
   * @param step 1 for the first step, {@link #steps()} for the last
   * @return its weight, 100 % at the last step
   * @throws IllegalArgumentException if the strategy has no such step
   */
  Weight weight(int step);

  /**
   * Returns how long after each step the next is made.
   *
   * @return the interval, 0 if the strategy has only one step
   */
  Duration interval();

  /**
   * Returns how long to keep watching after the last step.
   *
   * @return the bake time, 0 or more
   */
  Duration bakeTime();

  /**
   * Returns this strategy with another bake time.
   *
   * @param bakeTime how long to keep watching after the last step
   * @return the changed strategy
   * @throws IllegalArgumentException if it is not whole seconds, 0 to 366 days
   */
  RolloutStrategy withBakeTime(Duration bakeTime);

  /**
   * Returns the weights at which a rollout waits for an approval.
   *
   * @return the weights, lowest first; none by default
   */
  default SortedSet<Weight> waits() {
    return Collections.emptySortedSet();
  }

  /**
   * Returns whether a rollout waits for an approval after a step.
   *
   * @param step how many steps were made, 0 before the first
   * @return true if the step's weight is one of {@link #waits()}
   */
  default boolean isWaitAfter(int step) {
    return step > 0 && waits().contains(weight(step));
  }

  /**
   * Returns this strategy with weights at which a rollout waits: it makes no further step, and is
   * not promoted, until {@link dev.versioned.RolloutHandle#approve} records an approval. At 100 %
   * it waits before the promotion.
   *
   * @param weights the weights of steps at which it waits, instead of those before; none for a
   *     strategy without waits
   * @return the changed strategy
   * @throws IllegalArgumentException if one of them is not the weight of a step
   */
  default RolloutStrategy waitAt(Weight... weights) {
    Objects.requireNonNull(weights, "weights");
    for (Weight weight : weights) {
      Objects.requireNonNull(weight, "weights");
    }
    return weights.length == 0 ? this : new WithWaits(this, new TreeSet<>(List.of(weights)));
  }

  /**
   * Returns the new version's weight after each step.
   *
   * @return the weights in the order of the steps; the last is 100 %
   */
  default List<Weight> weights() {
    return IntStream.rangeClosed(1, steps()).mapToObj(this::weight).toList();
  }

  /** Returns the name that {@link #parse} accepts, such as {@code Canary10Percent5Minutes}. */
  @Override
  String toString();
}
