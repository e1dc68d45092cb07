package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
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
