package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many requests it takes to find a version that is worse. */
class RateTestPowerTest {
  private static final int ROLLOUTS = 200;
  private static final RateTest TEST = RateTest.of(0.05);

  /** Returns how many requests of both versions each rollout took, in ascending order. */
  private static long[] requestsUntilFound(
      double canaryRate, double stableRate, double weight, int perTick) {
    SplittableRandom random = new SplittableRandom(7);
    long[] found = new long[ROLLOUTS];
    for (int i = 0; i < ROLLOUTS; i++) {
      Traffic traffic = new Traffic(random.split(), canaryRate, stableRate);
      do {
        traffic.serve(perTick, weight);
      } while (!TEST.isWorse(traffic.canary(), traffic.stable()));
      found[i] = traffic.canary().requests() + traffic.stable().requests();
    }
    Arrays.sort(found);
    System.out.printf(
        "%s after %s, weight %s: found within %d requests (half), %d (nine of ten)%n",
        canaryRate, stableRate, weight, found[ROLLOUTS / 2], found[ROLLOUTS * 9 / 10]);
    return found;
  }

  @Test
  void doubledErrorsAreFound() {
    long[] found = requestsUntilFound(0.02, 0.01, 0.1, 1_000);
    assertThat(found[ROLLOUTS / 2]).isLessThan(22_000);
    assertThat(found[ROLLOUTS * 9 / 10]).isLessThan(40_000);
  }

  @Test
  void doubledRareErrorsAreFound() {
    long[] found = requestsUntilFound(0.002, 0.001, 0.1, 5_000);
    assertThat(found[ROLLOUTS / 2]).isLessThan(250_000);
  }

  @Test
  void halfMoreErrorsAreFound() {
    long[] found = requestsUntilFound(0.015, 0.01, 0.5, 1_000);
    assertThat(found[ROLLOUTS / 2]).isLessThan(40_000);
  }

  @Test
  void tenfoldErrorsAreFoundFast() {
    long[] found = requestsUntilFound(0.1, 0.01, 0.1, 100);
    assertThat(found[ROLLOUTS / 2]).isLessThan(1_000);
    assertThat(found[ROLLOUTS * 9 / 10]).isLessThan(1_600);
  }

  @Test
  void brokenVersionIsFoundAtOnce() {
    long[] found = requestsUntilFound(1, 0.001, 0.01, 100);
    assertThat(found[ROLLOUTS * 9 / 10]).isLessThan(600);
  }
}
