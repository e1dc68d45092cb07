package dev.versioned.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.fleet.Estimate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fleets of up to a million processes, in memory: what they write, and what their reports say. */
class SamplingTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A fleet that starts at one moment, and whose shards know nothing. */
  private static final class Start {
    private final Random random;
    private final long[][] counts = new long[Sampling.SHARDS][Sampling.HIGHEST + 1];
    private final int[] level = new int[Sampling.SHARDS];
    private final int[] writesOfSecond = new int[61];

    Start(int processes, long seed) {
      random = new Random(seed);
      long[] first = new long[processes];
      for (int i = 0; i < processes; i++) {
        long hash = random.nextLong();
        long millis = Sampling.first(Sampling.level(hash), MINUTE, random.nextDouble()).toMillis();
        first[i] = millis << 16 | (long) Sampling.level(hash) << 8 | Sampling.shard(hash);
      }
      Arrays.sort(first);
      for (long one : first) {
        report(one >> 16, (int) (one >> 8 & 0xff), (int) (one & 0xff));
      }
    }

    private void report(long millis, int of, int shard) {
      if (of >= level[shard]) {
        writesOfSecond[(int) (millis / 1000)]++;
        counts[shard][of]++;
        if (random.nextInt(Sampling.COUNTS_ONE_IN) == 0) {
          level[shard] = Sampling.fitting(counts[shard], level[shard]);
        }
      }
    }

    long reports() {
      long sum = 0;
      for (int shard = 0; shard < Sampling.SHARDS; shard++) {
        sum += Sampling.from(level[shard], counts[shard]);
      }
      return sum;
    }

    Estimate size() {
      double processes = 0;
      for (int shard = 0; shard < Sampling.SHARDS; shard++) {
        processes += Sampling.from(level[shard], counts[shard]) * (double) (1L << level[shard]);
      }
      return Estimate.ofSample(reports(), processes / reports());
    }

    double busiestSecond() {
      return Arrays.stream(writesOfSecond).max().orElseThrow();
    }

    /** Returns the writes a second once the fleet does not change. */
    double steady() {
      double writes = 0;
      for (int shard = 0; shard < Sampling.SHARDS; shard++) {
        long reports = Sampling.from(level[shard], counts[shard]);
        writes += 1000.0 * reports / Sampling.interval(MINUTE, reports).toMillis();
      }
      return writes;
    }
  }

  @Test
  void smallFleetIsCountedOnceAMinute() {
    for (int processes : new int[] {1, 10, 1000}) {
      Start fleet = new Start(processes, processes);
      assertThat(fleet.size()).isEqualTo(new Estimate(processes, processes, processes));
      assertThat(fleet.steady()).isLessThan(processes / 60.0 + 0.01);
    }
  }

  @Test
  void tenThousandProcessesAreCounted() {
    Start fleet = new Start(10_000, 3);
    assertThat(fleet.size()).isEqualTo(new Estimate(10_000, 10_000, 10_000));
    assertThat(fleet.steady()).isLessThan(33);
    assertThat(fleet.busiestSecond()).isLessThan(1100);
  }

  @Test
  @Tag("again")
  void millionProcessesAreEstimatedWithinBounds() {
    int seeds = Boolean.getBoolean("versioned.full") ? 40 : 10;
    int within = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Start fleet = new Start(1_000_000, seed);
      Estimate size = fleet.size();
      within += size.low() <= 1_000_000 && 1_000_000 <= size.high() ? 1 : 0;
      assertThat(size.high() - size.low()).isLessThan(100_000);
      assertThat(fleet.reports()).isBetween(7_000L, 17_000L);
      assertThat(fleet.steady()).isLessThan(33);
      assertThat(fleet.busiestSecond()).isLessThan(4000);
    }
    assertThat(within).isGreaterThanOrEqualTo(seeds * 95 / 100);
  }

  @Test
  void boundsOfASampleHoldTheNumber() {
    Random random = new Random(7);
    int rounds = 2000;
    int within = 0;
    for (int round = 0; round < rounds; round++) {
      int number = random.nextInt(3000);
      int sampled = 0;
      for (int i = 0; i < number; i++) {
        sampled += random.nextInt(64) == 0 ? 1 : 0;
      }
      Estimate estimate = Estimate.ofSample(sampled, 64);
      within += estimate.low() <= number && number <= estimate.high() ? 1 : 0;
    }
    assertThat(within).isGreaterThanOrEqualTo(rounds * 97 / 100);
  }

  @Test
  void shrunkFleetIsCountedByMoreProcesses() {
    long[] counts = new long[Sampling.HIGHEST + 1];
    counts[3] = 384;
    assertThat(Sampling.fitting(counts, 3)).isEqualTo(2);
    counts[3] = 385;
    assertThat(Sampling.fitting(counts, 3)).isEqualTo(3);
    counts[3] = 1024;
    counts[4] = 1;
    assertThat(Sampling.fitting(counts, 3)).isEqualTo(4);
  }

  @Test
  void levelHalvesAndShardsAreEven() {
    int[] levels = new int[Sampling.HIGHEST + 1];
    int[] shards = new int[Sampling.SHARDS];
    for (int i = 0; i < 64_000; i++) {
      levels[Sampling.level("host-" + i)]++;
      shards[Sampling.shard("host-" + i)]++;
    }
    assertThat(levels[0]).isBetween(31_000, 33_000);
    assertThat(levels[1]).isBetween(15_000, 17_000);
    assertThat(Arrays.stream(shards)).allMatch(n -> n > 3700 && n < 4300);
  }

  /**
   * In read units of half of $0.125 a million: a write costs $0.625 a million, a poll one or two.
   */
  @Test
  void reportsCostNoMoreThanEventualPolls() {
    for (int seconds : new int[] {1, 5, 30, 60, 600}) {
      Duration poll = Duration.ofSeconds(seconds);
      double polls = (double) Sampling.shortest(poll).toSeconds() / seconds;
      // A write, a read of the sampling, and now and then a count of some 300 KB.
      double report = 10 + 1 + 75.0 / Sampling.COUNTS_ONE_IN;
      assertThat(report).isLessThanOrEqualTo(polls);
    }
  }
}
