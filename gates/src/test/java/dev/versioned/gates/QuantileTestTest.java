package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The comparison of a quantile of latencies. */
@Tag("again")
class QuantileTestTest {
  private static final List<Duration> BOUNDS =
      List.of(Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500));
  private static final QuantileTest P99 = QuantileTest.of(0.99, 0.05);

  @Test
  void slowerVersionIsFound() {
    LatencyComparison comparison =
        P99.compare(Latencies.of(BOUNDS, 900, 50, 30, 20), Latencies.of(BOUNDS, 9_000, 990, 10, 0));
    assertThat(comparison.canaryAbove()).isEqualTo(Duration.ofMillis(250));
    assertThat(comparison.stableAtMost()).contains(Duration.ofMillis(250));
    assertThat(comparison.isWorse()).isTrue();
    assertThat(comparison.toString())
        .isEqualTo(
            "p99 above 250 ms (1,000 requests), before at most 250 ms (10,000), accepted 1"
                + " times (alpha 0.05)");
  }

  @Test
  void factorIsAccepted() {
    Latencies canary = Latencies.of(BOUNDS, 900, 50, 30, 20);
    Latencies stable = Latencies.of(BOUNDS, 9_000, 990, 10, 0);
    assertThat(P99.withFactor(1.1).compare(canary, stable).isWorse()).isFalse();
  }

  @Test
  void sameLatenciesAreNotWorse() {
    Latencies both = Latencies.of(BOUNDS, 90_000, 9_000, 900, 100);
    assertThat(P99.compare(both, both).isWorse()).isFalse();
  }

  @Test
  void fewRequestsSayNothing() {
    LatencyComparison comparison =
        P99.compare(Latencies.of(BOUNDS, 9, 0, 0, 0), Latencies.of(BOUNDS, 9, 0, 0, 0));
    assertThat(comparison.isWorse()).isFalse();
    assertThat(comparison.stableAtMost()).isEqualTo(Optional.empty());
  }

  @Test
  void sameQuantilesAreFoundWorseAtMostWithAlpha() {
    // The hardest case: the old version's quantile is known early to be at most the first bound,
    // and
    // of the new version exactly 1 % of the requests are above it.
    SplittableRandom random = new SplittableRandom(99);
    int errors = 0;
    for (int i = 0; i < Traffic.ROLLOUTS; i++) {
      int canary = 0;
      int stable = 0;
      for (int tick = 1; tick <= 30; tick++) {
        canary += Traffic.hits(random, 300, 0.01);
        stable += Traffic.hits(random, 2_700, 0.001);
        Latencies now = Latencies.of(BOUNDS, 300 * tick - canary, canary, 0, 0);
        Latencies before = Latencies.of(BOUNDS, 2_700 * tick - stable, stable, 0, 0);
        if (P99.compare(now, before).isWorse()) {
          errors++;
          break;
        }
      }
    }
    System.out.printf("p99: %d of %d rollouts taken back%n", errors, Traffic.ROLLOUTS);
    assertThat(Traffic.atMost(errors, Traffic.ROLLOUTS)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void cumulativeCountsAreSplit() {
    assertThat(Latencies.ofCumulative(BOUNDS, 90, 95, 99, 100))
        .isEqualTo(Latencies.of(BOUNDS, 90, 5, 4, 1));
  }

  @Test
  void histogramsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Latencies.of(BOUNDS, 1, 2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> Latencies.of(List.of(), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latencies.of(List.of(BOUNDS.get(1), BOUNDS.get(0)), 1, 2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latencies.ofCumulative(BOUNDS, 90, 80, 99, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                P99.compare(
                    Latencies.of(BOUNDS, 1, 2, 3, 4), Latencies.of(BOUNDS.subList(0, 1), 1, 2)))
        .withMessageContaining("use the same bounds");
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> QuantileTest.of(1, 0.05));
    assertThatIllegalArgumentException().isThrownBy(() -> QuantileTest.of(0.99, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> P99.withFactor(0.9));
  }
}
