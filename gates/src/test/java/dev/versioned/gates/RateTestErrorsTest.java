package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Versions that are not worse, looked at after every tick: 2,000 rollouts of each kind in every
 * build, 100,000 in the full one. At most alpha of them are taken back.
 */
@Tag("again")
class RateTestErrorsTest {
  private static final double ALPHA = 0.05;
  private static final int TICKS = 30;

  /** Enough to see that a guarantee does not hold. */
  private static final int FEW = 2_000;

  /** Simulates rollouts, and asserts the share of those that are ever found worse. */
  private static void assertErrors(
      String what,
      RateTest test,
      double canaryRate,
      double stableRate,
      int requests,
      IntToDoubleFunction weight) {
    SplittableRandom random = new SplittableRandom(20_260_101);
    int errors = 0;
    for (int i = 0; i < Traffic.ROLLOUTS; i++) {
      Traffic traffic = new Traffic(random.split(), canaryRate, stableRate);
      for (int tick = 0; tick < TICKS; tick++) {
        traffic.serve(requests, weight.applyAsDouble(tick));
        if (test.isWorse(traffic.canary(), traffic.stable())) {
          errors++;
          break;
        }
      }
    }
    System.out.printf(
        "%s: %d of %d rollouts taken back, alpha %s%n", what, errors, Traffic.ROLLOUTS, ALPHA);
    assertThat(Traffic.atMost(errors, Traffic.ROLLOUTS)).isLessThanOrEqualTo(ALPHA);
  }

  /**
   * Simulates a rollout of the same failure rate in both versions.
   *
   * @param test the test that looks at every tick
   * @param rate the rate, by tick
   * @param group how many requests fail or succeed together
   * @param rollouts how many are simulated
   */
  private static int errors(
      RateTest test,
      IntToDoubleFunction rate,
      IntToDoubleFunction weight,
      int group,
      int rollouts) {
    SplittableRandom random = new SplittableRandom(31);
    int errors = 0;
    for (int i = 0; i < rollouts; i++) {
      long canary = 0;
      long stable = 0;
      long canaryFailures = 0;
      long stableFailures = 0;
      for (int tick = 0; tick < TICKS; tick++) {
        int groups = 1_000 / group;
        int mine = Traffic.hits(random, groups, weight.applyAsDouble(tick));
        double p = rate.applyAsDouble(tick);
        canary += mine;
        stable += groups - mine;
        canaryFailures += Traffic.hits(random, mine, p);
        stableFailures += Traffic.hits(random, groups - mine, p);
        if (test.isWorse(
            Outcomes.of(group * (canary - canaryFailures), group * canaryFailures),
            Outcomes.of(group * (stable - stableFailures), group * stableFailures))) {
          errors++;
          break;
        }
      }
    }
    return errors;
  }

  private static void print(String what, int errors, int rollouts) {
    System.out.printf("%s: %d of %d rollouts taken back%n", what, errors, rollouts);
  }

  @Test
  void ratesThatChangeForBoth() {
    int errors =
        errors(
            RateTest.of(ALPHA),
            tick -> tick % 10 == 9 ? 0.2 : 0.005,
            tick -> 0.1,
            1,
            Traffic.ROLLOUTS);
    print("20 % in every tenth tick, weight 10 %", errors, Traffic.ROLLOUTS);
    assertThat(Traffic.atMost(errors, Traffic.ROLLOUTS)).isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void groupedFailuresBreakTheGuarantee() {
    int errors = errors(RateTest.of(ALPHA), tick -> 0.01, tick -> 0.1, 10, FEW);
    print("1 %, ten requests fail together, weight 10 %", errors, FEW);
    assertThat(errors).isGreaterThan(FEW / 5);
  }

  @Test
  void groupedFailuresCountAsOne() {
    RateTest test = RateTest.of(ALPHA).withGroups(10);
    int errors = errors(test, tick -> 0.01, tick -> 0.1, 10, Traffic.ROLLOUTS);
    print("1 %, ten requests fail together, groups of 10", errors, Traffic.ROLLOUTS);
    assertThat(Traffic.atMost(errors, Traffic.ROLLOUTS)).isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void incidentAtFullWeightBreaksTheGuarantee() {
    int errors =
        errors(
            RateTest.of(ALPHA),
            tick -> tick >= 20 ? 0.05 : 0.01,
            tick -> tick >= 20 ? 1 : 0.1,
            1,
            FEW);
    print("1 %, then 5 % from the step to 100 % on", errors, FEW);
    assertThat(errors).isGreaterThan(FEW / 2);
  }

  /** The same incident, with a comparison of its own for the steps before, which share alpha. */
  @Test
  void incidentsAreNoEvidenceByStep() {
    SplittableRandom random = new SplittableRandom(41);
    RateTest half = RateTest.of(ALPHA).forEachOf(2);
    int errors = 0;
    for (int i = 0; i < Traffic.ROLLOUTS; i++) {
      boolean isWorse = false;
      for (int step = 0; step < 2; step++) {
        double rate = step == 0 ? 0.01 : 0.05;
        Traffic traffic = new Traffic(random.split(), rate, rate);
        for (int tick = 0; tick < TICKS / 2 && !isWorse; tick++) {
          traffic.serve(1_000, step == 0 ? 0.1 : 0.5);
          isWorse = half.isWorse(traffic.canary(), traffic.stable());
        }
      }
      errors += isWorse ? 1 : 0;
    }
    print("1 % at 10 %, then 5 % at 50 %, by step", errors, Traffic.ROLLOUTS);
    assertThat(Traffic.atMost(errors, Traffic.ROLLOUTS)).isLessThanOrEqualTo(ALPHA);
  }

  /** What this module is for: a test that is valid once, repeated at every tick. */
  @Test
  void repeatedUsualTestTakesBackFarMore() {
    SplittableRandom random = new SplittableRandom(51);
    int errors = 0;
    for (int i = 0; i < FEW; i++) {
      Traffic traffic = new Traffic(random.split(), 0.01, 0.01);
      boolean isWorse = false;
      for (int tick = 0; tick < TICKS && !isWorse; tick++) {
        traffic.serve(2_000, 0.1);
        isWorse = zTest(traffic.canary(), traffic.stable());
      }
      errors += isWorse ? 1 : 0;
    }
    print("1 %, weight 10 %, by a z-test of two proportions", errors, FEW);
    assertThat(errors).isGreaterThan(FEW / 7);
  }

  private static boolean zTest(Outcomes canary, Outcomes stable) {
    double common =
        (double) (canary.failures() + stable.failures()) / (canary.requests() + stable.requests());
    double deviation =
        Math.sqrt(common * (1 - common) * (1.0 / canary.requests() + 1.0 / stable.requests()));
    double z = (canary.failureRate() - stable.failureRate()) / deviation;
    return z >= NormalDistribution.of(0, 1).inverseSurvivalProbability(ALPHA);
  }

  @Test
  void sameRatesAtTenPercent() {
    assertErrors("1 %, weight 10 %", RateTest.of(ALPHA), 0.01, 0.01, 2_000, tick -> 0.1);
  }

  @Test
  void lowRatesAtOnePercent() {
    assertErrors("0.1 %, weight 1 %", RateTest.of(ALPHA), 0.001, 0.001, 20_000, tick -> 0.01);
  }

  @Test
  void highRatesAtHalfLookedAtOften() {
    assertErrors("20 %, weight 50 %", RateTest.of(ALPHA), 0.2, 0.2, 40, tick -> 0.5);
  }

  @Test
  void weightsThatGrow() {
    assertErrors(
        "1 %, weights 1 % to 100 %",
        RateTest.of(ALPHA), 0.01, 0.01, 1_000, tick -> Math.min(1, 0.01 * Math.pow(2, tick / 4.0)));
  }

  @Test
  void betterVersion() {
    assertErrors("1 % after 2 %", RateTest.of(ALPHA), 0.01, 0.02, 1_000, tick -> 0.1);
  }

  @Test
  void differenceOfTheMargin() {
    assertErrors(
        "1.5 % after 1 %, margin 0.5 %",
        RateTest.of(ALPHA).withMargin(0.005), 0.015, 0.01, 1_000, tick -> 0.2);
  }
}
