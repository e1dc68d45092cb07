package dev.versioned.internal.fleet;

import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.FleetCounts;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.internal.record.FleetShard.Sampled;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and writes the reports of followers. */
public final class Fleets {
  /** How long the sampling of a shard counts. */
  private static final Duration SAMPLING_COUNTS = Duration.ofDays(1);

  /** When an unchanged sampling is recorded again. */
  private static final Duration RECORDED_AGAIN = Duration.ofHours(6);

  /** How long counts are kept: longer than a gate uses them. */
  private static final Duration COUNTS_ARE_KEPT = Duration.ofDays(FleetCounts.KEPT_DAYS + 1L);

  private final Catalog catalog;
  private final Environment environment;
  private final int pageSize;

  public Fleets(Catalog catalog, Environment environment, int pageSize) {
    this.catalog = catalog;
    this.environment = environment;
    this.pageSize = pageSize;
  }

  /** Reads the reports of the followers of an alias. */
  public Fleet read(Alias alias) {
    Instant now = environment.now();
    List<ProcessReport> reports = new ArrayList<>();
    List<ProcessReport> counted = new ArrayList<>();
    long unreadable = 0;
    double processes = 0;
    for (int shard = 0; shard < Sampling.SHARDS; shard++) {
      FleetShard read =
          catalog.fleet(
              new FleetShard.Key(alias.artifact(), alias.name(), shard),
              pageSize,
              Consistency.STRONG);
      int level = level(read.sampling(), now);
      unreadable += read.unreadableCounts();
      for (ProcessReport report : read.reports()) {
        // Whatever the level is now, and although the process may have ended: no count vanishes.
        // rule: counts-outlast-their-process
        if (report.counts().isPresent()) {
          counted.add(report);
        }
        // rule: report-expires-by-time
        if (report.validUntil().isAfter(now) && Sampling.level(report.process()) >= level) {
          reports.add(report);
          processes += 1L << level;
        }
      }
    }
    return new Fleet(
        alias,
        now,
        reports.isEmpty() ? 1 : processes / reports.size(),
        reports,
        new FleetCounts(counted, unreadable));
  }

  static int level(Optional<Sampled> sampled, Instant now) {
    return sampled
        .filter(known -> known.countedAt().plus(SAMPLING_COUNTS).isAfter(now))
        .map(known -> Math.min(known.level(), Sampling.HIGHEST))
        .orElse(0);
  }

  /** A state of a process, and how many it reported until then. */
  private record Numbered(long number, State state) {}

  /** The reports of one process on one alias. */
  public final class Reporter {
    private final FleetShard.Key shard;
    private final String process;
    private final int level;
    private final Duration shortest;
    private long number;

    private Reporter(ArtifactName artifact, AliasName alias, String process, Duration shortest) {
      this.process = process;
      this.shard = new FleetShard.Key(artifact, alias, Sampling.shard(process));
      this.level = Sampling.level(process);
      this.shortest = shortest;
    }

    /** Returns when the first report is due. */
    public Duration first() {
      return Sampling.first(level, shortest, environment.random().get().nextDouble());
    }

    /** Returns when a report on a change is due, which is not before the next regular one. */
    public Duration soon() {
      return Duration.ofMillis(
          1 + Math.round(shortest.toMillis() * environment.random().get().nextDouble()));
    }

    /** Returns the shortest time between two reports. */
    public Duration shortest() {
      return shortest;
    }

    /** Reports, if the process is of the sample. */
    public Next report(State state) {
      return report(() -> state);
    }

    /** Reports, if the process is of the sample; the state is read as late as possible. */
    public Next report(Supplier<State> present) {
      Instant now = environment.now();
      Optional<Sampled> sampled = catalog.findSampled(shard);
      int lowest = level(sampled, now);
      Duration interval = Sampling.interval(shortest, sampled.map(Sampled::reports).orElse(0L));
      // rule: process-below-the-level-does-not-report
      if (level < lowest) {
        return new Next(interval.multipliedBy(4), false);
      }
      write(next(present), now, interval);
      if (environment.random().get().nextInt(Sampling.COUNTS_ONE_IN) == 0) {
        count(sampled, lowest, now);
      }
      return new Next(interval, true);
    }

    /** Returns the state with a number: a later number never has an earlier state. */
    private synchronized Numbered next(Supplier<State> present) {
      number++;
      return new Numbered(number, present.get());
    }

    private void write(Numbered numbered, Instant now, Duration interval) {
      State state = numbered.state();
      catalog.report(
          shard,
          new ProcessReport(
              process,
              state.epoch(),
              state.revision(),
              state.ready(),
              state.notReady(),
              state.staleness(),
              now,
              validUntil(now, interval),
              state.counts()),
          numbered.number(),
          now.plus(COUNTS_ARE_KEPT));
    }

    /** A whole second, as the table has it. */
    private static Instant validUntil(Instant now, Duration interval) {
      return now.plus(interval.multipliedBy(3)).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    }

    private void count(Optional<Sampled> before, int lowest, Instant now) {
      long[] counts = new long[Sampling.HIGHEST + 1];
      for (ProcessReport report : catalog.fleet(shard, pageSize, Consistency.EVENTUAL).reports()) {
        if (report.validUntil().isAfter(now)) {
          counts[Sampling.level(report.process())]++;
        }
      }
      int fitting = Sampling.fitting(counts, lowest);
      Sampled next = new Sampled(fitting, Sampling.from(fitting, counts), now);
      if (before.filter(known -> isLike(known, next)).isEmpty()) {
        catalog.sample(shard, next, now.plus(SAMPLING_COUNTS));
      }
    }

    private static boolean isLike(Sampled known, Sampled next) {
      return known.level() == next.level()
          && Math.abs(known.reports() - next.reports()) <= known.reports() / 4
          && known.countedAt().plus(RECORDED_AGAIN).isAfter(next.countedAt());
    }
  }

  /**
   * When the next report is due.
   *
   * @param in after this time
   * @param reported whether the process is of the sample, and so has reported
   */
  public record Next(Duration in, boolean reported) {}

  /** Returns the reports of a process. */
  public Reporter reporter(ArtifactName artifact, AliasName alias, String process, Duration poll) {
    return new Reporter(artifact, alias, process, poll);
  }
}
