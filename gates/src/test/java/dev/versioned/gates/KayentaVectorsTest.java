package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Data that users of Kayenta reported as judged wrongly by its Mann-Whitney judge, which compares
 * one value for each minute by rank. Here a minute's value counts with its requests.
 */
class KayentaVectorsTest {
  private static final RateTest RATES = RateTest.of(0.05);
  private static final int PER_MINUTE = 1_000;

  /** Returns the totals after some minutes, each with as many failures as the vector has. */
  private static Outcomes minutes(int[] failures, int count, int perMinute) {
    int failed = Arrays.stream(failures).limit(count).sum();
    return Outcomes.of((long) count * perMinute - failed, failed);
  }

  /** Returns after how many minutes the new version is found worse; 0 for never. */
  private static int foundAfter(int[] canary, int[] stable, int canaryPerMinute, int perMinute) {
    for (int minute = 1; minute <= canary.length; minute++) {
      if (RATES.isWorse(
          minutes(canary, minute, canaryPerMinute), minutes(stable, minute, perMinute))) {
        return minute;
      }
    }
    return 0;
  }

  /**
   * <a href="https://github.com/spinnaker/spinnaker/issues/6278">spinnaker#6278</a>: seven minutes
   * of ten have a hundred times the value, and the judge passes them: the interval of the shift
   * begins near zero.
   */
  @Test
  void sevenBadMinutesOfTenAreWorse() {
    int[] experiment = {100, 100, 100, 100, 100, 100, 100, 1, 1, 1};
    int[] control = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertThat(foundAfter(experiment, control, PER_MINUTE, PER_MINUTE)).isEqualTo(1);
    assertThat(RATES.compare(minutes(experiment, 10, PER_MINUTE), minutes(control, 10, PER_MINUTE)))
        .returns(true, OutcomeComparison::isWorse);
    assertThat(foundAfter(control, experiment, PER_MINUTE, PER_MINUTE)).isZero();
  }

  /**
   * <a href="https://github.com/spinnaker/kayenta/issues/799">kayenta#799</a>: errors in every
   * minute, where there were none before.
   */
  @Test
  void errorsWhereThereWereNoneAreWorse() {
    int[] experiment = {1, 4, 2, 3, 1};
    int[] control = {0, 0, 0, 0, 0};
    assertThat(foundAfter(experiment, control, PER_MINUTE, PER_MINUTE)).isBetween(1, 5);
  }

  /**
   * <a href="https://github.com/spinnaker/kayenta/issues/426">kayenta#426</a>: four errors in six
   * minutes, where there were none. With the same traffic, the four errors are by chance all in one
   * version in 1 of 16 cases: that is not enough at an alpha of 5 %. With a canary's traffic it is.
   */
  @Test
  void fewErrorsAreWorseByTheirTraffic() {
    int[] experiment = {0, 1, 2, 1, 0, 0};
    int[] control = {0, 0, 0, 0, 0, 0};
    assertThat(foundAfter(experiment, control, PER_MINUTE, PER_MINUTE)).isZero();
    assertThat(foundAfter(experiment, control, PER_MINUTE / 20, PER_MINUTE)).isBetween(3, 6);
  }

  /**
   * <a href="https://github.com/spinnaker/kayenta/issues/780">kayenta#780</a>, case 1: one version
   * has steady values, the other one jumps between a tenth and six times of them; the judge, which
   * compares ranks, passes it. As latencies of ten requests in each interval: the version that
   * jumps is slower at p90, and the steady one is not.
   */
  @Test
  void moreVariableLatenciesAreWorse() {
    double[] steady = {
      10.0, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 17.0, 17.1, 17.2, 17.3, 17.4, 17.5, 17.6, 17.7
    };
    double[] jumping = {
      1.0, 100.0, 4.0, 101.0, 5.0, 102.0, 6.0, 103.0, 7.0, 104.0, 8.0, 105.0, 9.0, 106.0, 17.0
    };
    QuantileTest p90 = QuantileTest.of(0.9, 0.05);
    LatencyComparison comparison = p90.compare(milliseconds(jumping), milliseconds(steady));
    assertThat(comparison.isWorse()).isTrue();
    assertThat(comparison.canaryAbove()).isEqualTo(Duration.ofMillis(100));
    assertThat(comparison.stableAtMost()).contains(Duration.ofMillis(20));
    assertThat(p90.compare(milliseconds(steady), milliseconds(jumping)).isWorse()).isFalse();
  }

  private static Latencies milliseconds(double[] values) {
    List<Duration> bounds = List.of(10, 20, 50, 100, 200).stream().map(Duration::ofMillis).toList();
    long[] counts = new long[bounds.size() + 1];
    for (double value : values) {
      int bucket = 0;
      while (bucket < bounds.size() && bounds.get(bucket).toMillis() < value) {
        bucket++;
      }
      counts[bucket] += 10;
    }
    return Latencies.of(bounds, counts);
  }
}
