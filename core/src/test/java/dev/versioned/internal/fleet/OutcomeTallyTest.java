package dev.versioned.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.fleet.SplitCounts;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counting within one process. */
class OutcomeTallyTest {
  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact artifact = repository.artifact("checkout");
  private final Version one = artifact.publish(Content.of("one")).version();
  private final Version two = artifact.publish(Content.of("two")).version();
  private final AliasHandle live = artifact.alias("LIVE");
  private final OutcomeTally tally = new OutcomeTally();

  @AfterEach
  void close() {
    repository.close();
  }

  private void follow(Alias alias) {
    tally.follow(alias, Optional.empty());
  }

  private SplitCounts counts() {
    return tally.counts().orElseThrow();
  }

  private void count(Version version, int successes, int failures) {
    for (int i = 0; i < successes; i++) {
      tally.succeeded(version, 1_000_000);
    }
    for (int i = 0; i < failures; i++) {
      tally.failed(version);
    }
  }

  private static long[] of(OutcomeCounts counts) {
    return new long[] {counts.successes(), counts.failures(), counts.latencies().requests()};
  }

  @Test
  void nothingIsCountedWithoutASplit() {
    follow(live.pointTo(one));
    count(one, 1, 1);
    assertThat(tally.isCounting()).isFalse();
    assertThat(tally.counts()).isEmpty();
  }

  @Test
  void eachVersionOfASplitIsCounted() {
    follow(live.split(one, two, Weight.percent(10)));
    count(one, 3, 1);
    count(two, 2, 5);
    count(artifact.publish(Content.of("three")).version(), 7, 7);
    assertThat(tally.isCounting()).isTrue();
    assertThat(counts().since()).isEqualTo(1);
    assertThat(of(counts().total().get(one.number()))).containsExactly(3, 1, 3);
    assertThat(of(counts().total().get(two.number()))).containsExactly(2, 5, 2);
  }

  @Test
  void growingWeightContinuesTheTotal() {
    follow(live.split(one, two, Weight.percent(10)));
    count(two, 2, 1);
    follow(live.split(one, two, Weight.percent(50)));
    count(two, 3, 0);
    assertThat(counts().since()).isEqualTo(1);
    assertThat(counts().weight()).isEqualTo(Weight.percent(50));
    assertThat(of(counts().total().get(two.number()))).containsExactly(5, 1, 5);
    assertThat(of(counts().step().get(two.number()))).containsExactly(3, 0, 3);
  }

  @Test
  void changeOfTheFullWeightContinuesTheTotal() {
    follow(live.split(one, two, Weight.percent(10)));
    count(two, 2, 1);
    follow(live.split(one, two, Weight.percent(100)));
    follow(live.describe("a change that moves no traffic"));
    follow(live.describe("and another"));
    assertThat(of(counts().total().get(two.number()))).containsExactly(2, 1, 2);
  }

  @Test
  void anotherSplitCountsFromZero() {
    follow(live.split(one, two, Weight.percent(10)));
    count(two, 2, 1);
    live.pointTo(one);
    // The move between was not seen.
    follow(live.split(one, two, Weight.percent(10)));
    assertThat(counts().since()).isEqualTo(3);
    assertThat(of(counts().total().get(two.number()))).containsExactly(0, 0, 0);
  }

  @Test
  void reverseSplitCountsFromZero() {
    follow(live.split(one, two, Weight.percent(10)));
    count(two, 2, 1);
    follow(live.split(two, one, Weight.percent(10)));
    assertThat(of(counts().total().get(two.number()))).containsExactly(0, 0, 0);
  }

  @Test
  void pinnedProcessDoesNotCount() {
    Alias split = live.split(one, two, Weight.percent(10));
    follow(split);
    count(one, 1, 0);
    tally.follow(split, Optional.of(two));
    count(two, 5, 5);
    assertThat(tally.isCounting()).isFalse();
    follow(split);
    count(one, 1, 0);
    assertThat(of(counts().total().get(one.number()))).containsExactly(2, 0, 2);
    assertThat(of(counts().total().get(two.number()))).containsExactly(0, 0, 0);
  }

  @Test
  void concurrentCountsAreAllCounted() throws InterruptedException {
    follow(live.split(one, two, Weight.percent(10)));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Thread thread = new Thread(() -> count(one, 5_000, 1_000));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(of(counts().total().get(one.number()))).containsExactly(30_000, 6_000, 30_000);
  }

  @Test
  void bucketIsThatOfItsBound() {
    List<Duration> bounds = LatencyHistogram.bounds();
    assertThat(bounds).hasSize(LatencyHistogram.BUCKETS - 1).isSorted();
    for (int i = 0; i < bounds.size(); i++) {
      long bound = bounds.get(i).toNanos();
      assertThat(LatencyHistogram.bucketOf(bound)).isEqualTo(i);
      assertThat(LatencyHistogram.bucketOf(bound + 1)).isEqualTo(i + 1);
    }
    assertThat(LatencyHistogram.bucketOf(-5)).isZero();
    assertThat(LatencyHistogram.bucketOf(Long.MIN_VALUE)).isZero();
    assertThat(LatencyHistogram.bucketOf(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.BUCKETS - 1);
    assertThat(bounds.get(bounds.size() - 1)).isBetween(ofSeconds(68), ofSeconds(69));
  }

  private static Duration ofSeconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void widthOfABucketIsAtMostAQuarter() {
    List<Duration> bounds = LatencyHistogram.bounds();
    for (int i = 1; i < bounds.size(); i++) {
      assertThat((double) bounds.get(i).toNanos() / bounds.get(i - 1).toNanos())
          .isBetween(1.0, 1.25);
    }
  }

  @Test
  void countsThatShrinkAreRefused() {
    OutcomeCounts some = new OutcomeCounts(1, 2, LatencyHistogram.empty());
    assertThatIllegalArgumentException().isThrownBy(() -> OutcomeCounts.none().minus(some));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutcomeCounts(-1, 2, LatencyHistogram.empty()));
  }
}
