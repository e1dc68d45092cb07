package dev.versioned.internal.live;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.fleet.Fleet;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.fleet.Fleets;
import dev.versioned.internal.fleet.Sampling;
import dev.versioned.internal.fleet.State;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports in the background, by a short interval. */
class ReportingTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
  private static final Duration SHORTEST = Duration.ofMillis(40);

  /** Counts the writes of reports, and can refuse them. */
  private static final class Table extends ForwardingItemStore {
    private final AtomicInteger reports = new AtomicInteger();
    private volatile boolean refuses;

    Table() {
      super(new MemoryItemStore());
    }

    @Override
    public ItemWrite.Result write(String purpose, ItemWrite write) {
      if (purpose.startsWith("report process ")) {
        reports.incrementAndGet();
        if (refuses) {
          throw BackendException.permanentFailure("Cannot report: no permission", null);
        }
      }
      return super.write(purpose, write);
    }
  }

  private final Table table = new Table();
  private final ArtifactRepository repo =
      ArtifactRepository.of(new MemoryBlobStore(), table, RepositorySettings.defaults());
  private final Artifact artifact = repo.artifact("a");
  private final Alias alias =
      artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
  private final Catalog catalog = new Catalog(table, Runnable::run);
  private final RefreshScheduler scheduler = new RefreshScheduler();

  @AfterEach
  void close() {
    scheduler.close();
  }

  private Fleets fleets(Instant now) {
    return new Fleets(
        catalog, Environment.system().withClock(Clock.fixed(now, ZoneOffset.UTC)), 1000);
  }

  /** Reports of processes that never count their shard. */
  private Fleets uncounted() {
    Environment system = Environment.system();
    return new Fleets(
        catalog,
        new Environment(
            Clock.fixed(NOW, ZoneOffset.UTC),
            system.sleeper(),
            () -> new Random(1),
            system.ids(),
            system.executor()),
        1000);
  }

  private Reporting reporting(Fleets fleets, String process, Duration shortest) {
    State state =
        new State(
            0,
            alias.revision(),
            new TreeSet<>(List.of(VersionNumber.of(1))),
            new TreeMap<>(),
            Duration.ZERO);
    return new Reporting(
        "a:LIVE",
        fleets.reporter(alias.artifact(), alias.name(), process, shortest),
        () -> state,
        scheduler,
        Environment.system().executor());
  }

  private Fleet fleet(Instant now) {
    return fleets(now).read(alias);
  }

  @Test
  void reportsAreRepeated() throws InterruptedException {
    try (Reporting reporting = reporting(fleets(NOW), "host-1#A", SHORTEST)) {
      reporting.start();
      until(() -> table.reports.get() >= 3);
    }
    assertThat(fleet(NOW).reports()).hasSize(1);
  }

  @Test
  void failingReportIsTriedAgain() throws InterruptedException {
    table.refuses = true;
    try (Reporting reporting = reporting(fleets(NOW), "host-1#A", SHORTEST)) {
      reporting.start();
      until(() -> table.reports.get() >= 2);
      table.refuses = false;
      until(() -> fleet(NOW).reports().size() == 1);
    }
  }

  @Test
  void changeIsReportedBeforeTheNextReport() throws InterruptedException {
    String process = "host-1#A";
    FleetShard.Key shard =
        new FleetShard.Key(alias.artifact(), alias.name(), Sampling.shard(process));
    // With so many reports the next one is due after eight minutes.
    catalog.sample(shard, new FleetShard.Sampled(0, 1000, NOW), NOW.plusSeconds(3600));
    try (Reporting reporting = reporting(fleets(NOW), process, SHORTEST)) {
      reporting.start();
      until(() -> table.reports.get() == 1);
      Thread.sleep(4 * SHORTEST.toMillis());
      assertThat(table.reports).hasValue(1);
      reporting.changed();
      until(() -> table.reports.get() == 2);
    }
  }

  @Test
  void reportCountsUntilItExpires() {
    try (Reporting reporting = reporting(fleets(NOW), "host-1#A", Duration.ofMinutes(1))) {
      reporting.now();
    }
    assertThat(fleet(NOW.plusSeconds(179)).reports()).hasSize(1);
    assertThat(fleet(NOW.plusSeconds(180)).reports()).isEmpty();
  }

  @Test
  void processBelowTheLevelDoesNotReport() {
    Fleets fleets = uncounted();
    for (int shard = 0; shard < Sampling.SHARDS; shard++) {
      catalog.sample(
          new FleetShard.Key(alias.artifact(), alias.name(), shard),
          new FleetShard.Sampled(2, 900, NOW),
          NOW.plusSeconds(3600));
    }
    int sampled = 0;
    for (int i = 0; i < 400; i++) {
      String process = "host-" + i + "#A";
      try (Reporting reporting = reporting(fleets, process, Duration.ofMinutes(1))) {
        reporting.now();
      }
      sampled += Sampling.level(process) >= 2 ? 1 : 0;
    }
    Fleet fleet = fleet(NOW);
    assertThat(fleet.reports()).hasSize(sampled);
    assertThat(table.reports).hasValue(sampled);
    assertThat(fleet.oneIn()).isEqualTo(4);
    assertThat(fleet.size().low()).isLessThanOrEqualTo(400);
    assertThat(fleet.size().high()).isGreaterThanOrEqualTo(400);
    // A sampling that is a day old counts no more.
    assertThat(fleet(NOW.plus(Duration.ofDays(1))).oneIn()).isEqualTo(1);
  }

  @Test
  void crowdedShardIsSampled() {
    Fleets fleets = fleets(NOW);
    for (int i = 0; i < 40_000; i++) {
      fleets
          .reporter(alias.artifact(), alias.name(), "host-" + i + "#A", Duration.ofMinutes(1))
          .report(new State(0, 1, new TreeSet<>(), new TreeMap<>(), Duration.ZERO));
    }
    Fleet fleet = fleet(NOW);
    assertThat(fleet.reports().size()).isLessThan(Sampling.SHARDS * Sampling.REPORTS);
    assertThat(fleet.size().low()).isLessThanOrEqualTo(40_000);
    assertThat(fleet.size().high()).isGreaterThanOrEqualTo(40_000);
    assertThat(table.reports.get()).isLessThan(30_000);
  }
}
