package dev.versioned.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.fleet.SplitCounts;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counts of several processes, through the store. */
class FleetCountsTest {
  private static final VersionNumber TWO = VersionNumber.of(2);

  private final SetClock clock = new SetClock();
  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repository =
      ArtifactRepository.of(
          new MemoryBlobStore(), items, RepositorySettings.defaults().withClock(clock));
  private final Artifact artifact = repository.artifact("checkout");
  private final Version one = artifact.publish(Content.of("one")).version();
  private final Version two = artifact.publish(Content.of("two")).version();
  private final AliasHandle alias = artifact.alias("LIVE");
  private final Alias split = alias.split(one, two, Weight.percent(10));

  @AfterEach
  void close() {
    repository.close();
  }

  private LiveAlias process(String name) {
    return alias.watch(
        options ->
            options.every(Duration.ofHours(1)).report(report -> report.as(name)).countOutcomes());
  }

  private void serve(LiveAlias process, int successes, int failures) {
    for (int i = 0; i < successes; i++) {
      process.outcomes().succeeded(two, 2_000_000);
    }
    for (int i = 0; i < failures; i++) {
      process.outcomes().failed(two, 50_000_000);
    }
  }

  private OutcomeCounts total() {
    return alias.fleet().counts().total(TWO, split.epoch(), split.revision());
  }

  private static void assertCounts(OutcomeCounts counts, long successes, long failures) {
    assertThat(counts.successes()).isEqualTo(successes);
    assertThat(counts.failures()).isEqualTo(failures);
    assertThat(counts.latencies().requests()).isEqualTo(successes + failures);
  }

  @Test
  void processesAreAddedUp() {
    try (LiveAlias a = process("a");
        LiveAlias b = process("b")) {
      serve(a, 5, 1);
      serve(b, 7, 2);
      a.report();
      b.report();
      a.report();
      assertCounts(total(), 12, 3);
    }
  }

  @Test
  void endedProcessCountsOnceAndOn() {
    try (LiveAlias a = process("a")) {
      serve(a, 5, 1);
      a.report();
    }
    try (LiveAlias restarted = process("a")) {
      serve(restarted, 2, 0);
      restarted.report();
      clock.advance(Duration.ofDays(6));
      restarted.report();
      Fleet fleet = alias.fleet();
      assertThat(fleet.reports()).hasSize(1);
      assertCounts(total(), 7, 1);
    }
  }

  @Test
  void processThatLeftTheSampleCountsOn() {
    try (LiveAlias a = process("a")) {
      serve(a, 5, 1);
      a.report();
      Catalog catalog = new Catalog(items, Runnable::run);
      for (int shard = 0; shard < Sampling.SHARDS; shard++) {
        catalog.sample(
            new FleetShard.Key(split.artifact(), split.name(), shard),
            new FleetShard.Sampled(Sampling.HIGHEST, 9, clock.instant()),
            clock.instant().plusSeconds(3_600));
      }
      serve(a, 100, 100);
      a.report();
      assertCounts(total(), 5, 1);
    }
  }

  @Test
  void earlierSplitIsNotCounted() {
    try (LiveAlias a = process("a")) {
      serve(a, 5, 1);
      a.report();
      alias.pointTo(one);
      Alias next = alias.split(one, two, Weight.percent(10));
      assertCounts(alias.fleet().counts().total(TWO, next.epoch(), next.revision()), 0, 0);
      a.refresh();
      serve(a, 1, 1);
      a.report();
      assertCounts(alias.fleet().counts().total(TWO, next.epoch(), next.revision()), 1, 1);
    }
  }

  @Test
  void stepCountsItsOwnWeight() {
    try (LiveAlias a = process("a")) {
      serve(a, 5, 1);
      a.report();
      Alias next = alias.split(one, two, Weight.percent(50));
      Weight half = Weight.percent(50);
      assertCounts(alias.fleet().counts().step(TWO, next.epoch(), split.revision(), half), 0, 0);
      a.refresh();
      serve(a, 2, 0);
      a.report();
      assertCounts(alias.fleet().counts().step(TWO, next.epoch(), split.revision(), half), 2, 0);
      assertCounts(total(), 7, 1);
    }
  }

  @Test
  void lateReportReplacesNoLaterOne() {
    Catalog catalog = new Catalog(items, Runnable::run);
    FleetShard.Key shard = new FleetShard.Key(split.artifact(), split.name(), 3);
    catalog.report(shard, report(20), 2, clock.instant().plusSeconds(99));
    catalog.report(shard, report(10), 1, clock.instant().plusSeconds(99));
    assertThat(total().successes()).isEqualTo(20);
    catalog.report(shard, report(30), 3, clock.instant().plusSeconds(99));
    assertThat(total().successes()).isEqualTo(30);
  }

  private ProcessReport report(long successes) {
    TreeMap<VersionNumber, OutcomeCounts> counts = new TreeMap<>();
    counts.put(TWO, new OutcomeCounts(successes, 0, LatencyHistogram.empty()));
    return new ProcessReport(
        "host#1",
        split.epoch(),
        split.revision(),
        new TreeSet<>(),
        new TreeMap<>(),
        Duration.ZERO,
        clock.instant(),
        clock.instant().plusSeconds(180),
        Optional.of(new SplitCounts(split.revision(), Weight.percent(10), counts, counts)));
  }

  @Test
  void unreadableCountsAreCountedAndTheReportIsKept() {
    try (LiveAlias a = process("a");
        LiveAlias b = process("b")) {
      serve(a, 5, 1);
      serve(b, 7, 2);
      a.report();
      b.report();
      damage("a#", Map.of("2", ItemValue.of("-5 1 - 0 0 -")));
      Fleet fleet = alias.fleet();
      assertThat(fleet.reports()).hasSize(2);
      assertThat(fleet.counts().unreadable()).isEqualTo(1);
      assertCounts(total(), 7, 2);
    }
  }

  private void damage(String process, Map<String, ItemValue> outcomes) {
    for (int shard = 0; shard < Sampling.SHARDS; shard++) {
      String partition = "FLEET#checkout#LIVE#" + shard;
      for (Item item :
          items
              .query(
                  "list the reports of checkout:LIVE",
                  new ItemQuery(partition, "!", "~", null, ItemQuery.Order.ASCENDING, 100),
                  Consistency.STRONG)
              .items()) {
        if (item.key().sort().startsWith(process)) {
          Map<String, ItemValue> attributes = new HashMap<>(item.attributes());
          attributes.put("outcomes", new ItemValue.Fields(outcomes));
          items.write(
              "report process of checkout:LIVE",
              new ItemWrite.Put(new Item(item.key(), attributes), Condition.always()));
        }
      }
    }
  }

  @Test
  void countsOfAThirdVersionAreRefused() {
    try (LiveAlias a = process("a")) {
      serve(a, 5, 1);
      a.report();
      ItemValue some = ItemValue.of("5 1 - 0 0 -");
      damage("a#", Map.of("1", some, "2", some, "3", some));
      assertThat(alias.fleet().counts().unreadable()).isEqualTo(1);
      damage("a#", Map.of("2", ItemValue.of("5 1 - 6 0 -")));
      assertThat(alias.fleet().counts().unreadable()).isEqualTo(1);
    }
  }

  /** Processes start, end, report or not, and leave the sample, while the weight grows. */
  @Test
  void totalOnlyGrows() {
    Random random = new Random(11);
    Map<LiveAlias, long[]> running = new LinkedHashMap<>();
    long reportedByEnded = 0;
    long before = 0;
    for (int i = 0; i < 600; i++) {
      List<LiveAlias> all = List.copyOf(running.keySet());
      LiveAlias some = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
      switch (some == null ? 0 : random.nextInt(8)) {
        case 0 -> running.put(process("p" + random.nextInt(4)), new long[2]);
        case 1 -> {
          reportedByEnded += running.remove(some)[1];
          some.close();
        }
        case 2 -> alias.split(one, two, Weight.basisPoints(1_000 + i));
        case 3 -> some.refresh();
        case 4 -> clock.advance(Duration.ofMinutes(random.nextInt(9)));
        case 5, 6 -> {
          int requests = random.nextInt(20);
          serve(some, requests, 1);
          running.get(some)[0] += requests + 1;
        }
        default -> {
          some.report();
          running.get(some)[1] = running.get(some)[0];
        }
      }
      long now = total().requests();
      long reported = running.values().stream().mapToLong(counts -> counts[1]).sum();
      assertThat(now).isGreaterThanOrEqualTo(before).isEqualTo(reportedByEnded + reported);
      before = now;
    }
    assertThat(before).isGreaterThan(500);
    running.keySet().forEach(LiveAlias::close);
  }

  @Test
  void countingWithoutReportsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alias.watch(options -> options.countOutcomes()))
        .withMessageContaining("switch reports on");
  }
}
