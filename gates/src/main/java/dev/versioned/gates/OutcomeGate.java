package dev.versioned.gates;

import dev.versioned.model.Target;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gate that compares the outcomes of the new version's requests with the old version's: failures,
 * and if wanted a quantile of the latencies, and the shares of the requests.
 *
 * <p><b>Guaranteed:</b> the probability that a rollout of a version that is not worse is ever found
 * unhealthy is at most alpha, however many ticks ask. The tests share alpha equally. What is
 * assumed is said at {@link RateTest}, {@link QuantileTest} and {@link SampleRatio}.
 *
 * <p>It is healthy if nothing speaks against the new version, and both versions have served the
 * least number of requests. Immutable except for the last totals of each rollout, which it keeps to
 * notice smaller ones; several threads may use it at the same time.
 */
public final class OutcomeGate implements HealthGate {
  private final OutcomeSource source;
  private final long leastRequests;
  private final RateTest rates;
  private final @Nullable QuantileTest latencies;
  private final @Nullable RequestSource requests;
  private final SampleRatio ratio;
  private final Verdict onMismatch;
  private final boolean isByStep;
  private final LastTotals last = new LastTotals();

  private OutcomeGate(Builder builder) {
    int tests = 1 + (builder.quantile == null ? 0 : 1) + (builder.requests == null ? 0 : 1);
    double share = builder.alpha / tests;
    source = builder.source;
    leastRequests = builder.leastRequests;
    rates = RateTest.of(share).withMargin(builder.margin).withGroups(builder.groups);
    latencies =
        builder.quantile == null
            ? null
            : QuantileTest.of(builder.quantile, share)
                .withFactor(builder.factor)
                .withGroups(builder.groups);
    requests = builder.requests;
    ratio = SampleRatio.of(share).withTolerance(builder.tolerance).withGroups(builder.groups);
    onMismatch = builder.onMismatch;
    isByStep = builder.isByStep;
  }

  /**
   * Begins a gate.
   *
   * @param source reads the totals of both versions
   * @return a builder, with an alpha of 0.05, no margin, and at least 100 requests
   */
  public static Builder builder(OutcomeSource source) {
    return new Builder(source);
  }

  /**
   * Compares the outcomes until now.
   *
   * @param status the rollout
   * @return unhealthy with the numbers of the test that found it; not enough data if a version has
   *     fewer requests than the least number, or totals became smaller
   * @throws Exception if a source cannot be read
   */
  @Override
  public Health check(RolloutStatus status) throws Exception {
    Objects.requireNonNull(status, "status");
    Rollout rollout = status.rollout();
    if (isByStep && rollout.isFull()) {
      return rollout.plan().strategy().steps() > 1
          ? Health.healthy()
          : Health.notEnoughData("the strategy has no step with traffic for both versions");
    }
    // Each step that splits the traffic is a comparison of its own.
    int comparisons = isByStep ? Math.max(1, rollout.plan().strategy().steps() - 1) : 1;
    Target version = rollout.plan().version();
    Map<Target, Outcomes> read = Objects.requireNonNull(source.read(status), "outcomes");
    Outcomes canary = read.getOrDefault(version, Outcomes.of(0, 0));
    Outcomes stable = read.getOrDefault(rollout.from(), Outcomes.of(0, 0));
    String since = rollout.id() + (isByStep ? " " + rollout.changedAt() : "");
    if (!last.replace(since, canary, stable)) {
      return Health.notEnoughData("the totals are smaller than before");
    }
    return HealthGate.allOf(
            s -> failures(rollout, canary, stable, comparisons),
            s -> latencies(rollout, canary, stable, comparisons),
            this::ratio,
            s -> served(rollout, canary, stable))
        .check(status);
  }

  private Health failures(Rollout rollout, Outcomes canary, Outcomes stable, int comparisons) {
    OutcomeComparison comparison = rates.forEachOf(comparisons).compare(canary, stable);
    return comparison.isWorse()
        ? unhealthy(rollout, "fails more", comparison)
        : Health.healthy(comparison.toString());
  }

  private Health latencies(Rollout rollout, Outcomes canary, Outcomes stable, int comparisons) {
    if (latencies == null) {
      return Health.healthy();
    } else if (canary.latencies().isEmpty() || stable.latencies().isEmpty()) {
      return Health.notEnoughData("latencies are missing");
    }
    LatencyComparison comparison =
        latencies
            .forEachOf(comparisons)
            .compare(canary.latencies().get(), stable.latencies().get());
    return comparison.isWorse()
        ? unhealthy(rollout, "is slower", comparison)
        : Health.healthy(comparison.toString());
  }

  private Health ratio(RolloutStatus status) throws Exception {
    Rollout rollout = status.rollout();
    if (requests == null || rollout.isOver() || rollout.isFull() || rollout.step() == 0) {
      return Health.healthy();
    }
    Map<Target, Long> read = Objects.requireNonNull(requests.read(status), "requests");
    RatioComparison comparison =
        ratio
            .forEachOf(rollout.plan().strategy().steps())
            .compare(
                read.getOrDefault(rollout.plan().version(), 0L),
                read.getOrDefault(rollout.from(), 0L),
                rollout.weight());
    return comparison.isMismatch()
        ? onMismatch.health("sample ratio mismatch: " + comparison)
        : Health.healthy(comparison.toString());
  }

  private Health served(Rollout rollout, Outcomes canary, Outcomes stable) {
    if (canary.requests() < leastRequests) {
      return fewer(rollout.plan().version(), canary);
    }
    return stable.requests() < leastRequests ? fewer(rollout.from(), stable) : Health.healthy();
  }

  private Health fewer(Target version, Outcomes outcomes) {
    String served = Reason.count(outcomes.requests()) + " of " + Reason.count(leastRequests);
    return Health.notEnoughData("version " + version + " has served " + served + " requests");
  }

  private static Health unhealthy(Rollout rollout, String how, Object comparison) {
    return Health.unhealthy(
        "version "
            + rollout.plan().version()
            + " "
            + how
            + " than "
            + rollout.from()
            + ": "
            + comparison);
  }

  /** Builds a gate. Not safe for use by several threads. */
  public static final class Builder {
    private final OutcomeSource source;
    private double alpha = 0.05;
    private double margin;
    private long groups = 1;
    private long leastRequests = 100;
    private @Nullable Double quantile;
    private double factor = 1;
    private @Nullable RequestSource requests;
    private double tolerance = 0.1;
    private Verdict onMismatch = Verdict.UNHEALTHY;
    private boolean isByStep;

    private Builder(OutcomeSource source) {
      this.source = Objects.requireNonNull(source, "source");
    }

    /**
     * Sets the probability that a version that is not worse is taken back. Default: 0.05.
     *
     * @param probability above 0 and below 1, for a whole rollout and all tests together
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder alpha(double probability) {
      alpha = RateTest.checkAlpha(probability);
      return this;
    }

    /**
     * Sets by how much the new version's failure rate may be higher. Default: 0.
     *
     * @param difference such as 0.001 for 0.1 % of all requests
     * @return this builder
     * @throws IllegalArgumentException if it is not at least 0 and below 1
     */
    public Builder margin(double difference) {
      RateTest.of(alpha).withMargin(difference);
      margin = difference;
      return this;
    }

    /**
     * Sets how many requests fail together at most, are slow together, or go to the same version
     * together: all retries of a user, all requests of a batch. Default: 1.
     *
     * @param largest at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder groups(long largest) {
      groups = RateTest.checkGroup(largest);
      return this;
    }

    /**
     * Sets how many requests each version must have served before the gate is healthy; it can be
     * unhealthy before. Default: 100.
     *
     * @param count the least number
     * @return this builder
     * @throws IllegalArgumentException if it is negative, or over 2^52
     */
    public Builder leastRequests(long count) {
      Outcomes.check("requests", count);
      leastRequests = count;
      return this;
    }

    /**
     * Compares a quantile of the latencies too, which the source then must read.
     *
     * @param which the quantile, such as 0.99
     * @param accepted how many times the old version's quantile the new one's may be, such as 1.2
     * @return this builder
     * @throws IllegalArgumentException if the quantile is not above 0 and below 1, or the factor is
     *     below 1
     */
    public Builder latencies(double which, double accepted) {
      QuantileTest.of(which, alpha).withFactor(accepted);
      quantile = which;
      factor = accepted;
      return this;
    }

    /**
     * Compares the shares of the requests with the weights too, at every step that splits the
     * traffic. The steps of the strategy share this test's part of alpha; a pause begins a count of
     * its own.
     *
     * @param counts reads the requests since the present step was made
     * @param part by which part of the smaller share they may differ, such as 0.1; see {@link
     *     SampleRatio#withTolerance}
     * @param mismatch what a mismatch counts as: unhealthy, or not enough data
     * @return this builder
     * @throws IllegalArgumentException if the tolerance is not at least 0 and below 1, or a
     *     mismatch counts as healthy
     */
    public Builder sampleRatio(RequestSource counts, double part, Verdict mismatch) {
      requests = Objects.requireNonNull(counts, "counts");
      if (Objects.requireNonNull(mismatch, "mismatch") == Verdict.HEALTHY) {
        throw new IllegalArgumentException(
            "Cannot count a mismatch as healthy: choose another verdict, or leave this test out");
      }
      onMismatch = mismatch;
      SampleRatio.of(alpha).withTolerance(part);
      tolerance = part;
      return this;
    }

    /**
     * Compares the outcomes of each step alone. The source must then read the totals since the
     * present step was made, which is {@code status.rollout().changedAt()}. An incident that hits
     * both versions is no evidence then, whenever it comes: within a step the shares of the traffic
     * do not change. It takes more requests, as the steps share alpha, and nothing is compared
     * after the last step: the gate is then healthy, unless it was the only one, which never is
     * enough data.
     *
     * @return this builder
     */
    public Builder byStep() {
      isByStep = true;
      return this;
    }

    /**
     * Makes the gate.
     *
     * @return the gate
     */
    public OutcomeGate build() {
      return new OutcomeGate(this);
    }
  }
}
