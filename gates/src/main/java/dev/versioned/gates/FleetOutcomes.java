package dev.versioned.gates;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.FleetCounts;
import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.model.Alias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The outcomes that the processes of a fleet count ({@link
 * dev.versioned.WatchOptions#countOutcomes}) and report, added up, for an {@link OutcomeGate}:
 *
 * <pre>{@code
 * FleetOutcomes outcomes = FleetOutcomes.of(alias);
 * HealthGate gate = OutcomeGate.builder(outcomes.sinceStart())
 *     .sampleRatio(outcomes.requests(), 0.1, Verdict.NOT_ENOUGH_DATA)
 *     .build();
 * }</pre>
 *
 * <p><b>Guaranteed:</b> the totals of one rollout only grow, whichever process reads them: they are
 * the sum of the last report of each process that counted since the rollout was started, ended
 * processes included. A lost report is made up for by the next one of its process; what a process
 * counted after its last report is missing. In a fleet of which a sample reports, the totals are
 * those of the sample, for both versions alike.
 *
 * <p>Any process that may report can report any counts. Reading throws an {@link
 * IllegalStateException}, so that the gate has not enough data, if the rollout was started more
 * than {@link FleetCounts#KEPT_DAYS} days ago: reports of processes that ended may have been
 * removed.
 *
 * <p>Immutable except for what it has read: the last reports, which the sources of one gate share
 * within a tick, and where rollouts began. Several threads may use it at the same time.
 */
public final class FleetOutcomes {
  /** More rollouts than are under way anywhere. */
  private static final int MOST_STARTS = 10_000;

  private final Function<Alias, AliasHandle> handles;

  /** The revisions that started rollouts, by their ids: they never change. */
  private final Map<String, Long> starts = new ConcurrentHashMap<>();

  private volatile Optional<Read> last = Optional.empty();

  /**
   * What was read in a tick.
   *
   * @param status of which tick
   * @param counts what the processes counted
   * @param since the revision that started the rollout
   */
  private record Read(RolloutStatus status, FleetCounts counts, long since) {}

  private FleetOutcomes(Function<Alias, AliasHandle> handles) {
    this.handles = handles;
  }

  /**
   * Returns the outcomes of an alias's rollouts.
   *
   * @param alias the alias
   * @return its outcomes
   */
  public static FleetOutcomes of(AliasHandle alias) {
    Objects.requireNonNull(alias, "alias");
    return new FleetOutcomes(judged -> alias);
  }

  /**
   * Returns the outcomes of the rollouts of all aliases, for a ticker.
   *
   * @param repository the repository
   * @return its outcomes
   */
  public static FleetOutcomes of(ArtifactRepository repository) {
    Objects.requireNonNull(repository, "repository");
    return new FleetOutcomes(judged -> repository.artifact(judged.artifact()).alias(judged.name()));
  }

  /**
   * Returns the totals since the rollout was started.
   *
   * @return a source for {@link OutcomeGate#builder}
   */
  public OutcomeSource sinceStart() {
    return status -> outcomes(status, (read, version) -> total(read, version));
  }

  /**
   * Returns the totals since the present step was made.
   *
   * @return a source for {@link OutcomeGate#builder} with {@link OutcomeGate.Builder#byStep}
   */
  public OutcomeSource sinceStep() {
    return status -> outcomes(status, (read, version) -> step(read, version));
  }

  /**
   * Returns the requests since the present step was made. A process counts a request at its end,
   * and follows a step within its interval.
   *
   * @return a source for {@link OutcomeGate.Builder#sampleRatio}
   */
  public RequestSource requests() {
    return status -> {
      Map<Target, Long> requests = new HashMap<>();
      outcomes(status, (read, version) -> step(read, version))
          .forEach((version, outcomes) -> requests.put(version, outcomes.requests()));
      return requests;
    };
  }

  private static OutcomeCounts total(Read read, VersionNumber version) {
    return read.counts().total(version, read.status().alias().epoch(), read.since());
  }

  private static OutcomeCounts step(Read read, VersionNumber version) {
    return read.counts()
        .step(
            version, read.status().alias().epoch(), read.since(), read.status().rollout().weight());
  }

  private Map<Target, Outcomes> outcomes(
      RolloutStatus status, BiFunction<Read, VersionNumber, OutcomeCounts> part) {
    Read read = read(status);
    Rollout rollout = status.rollout();
    Map<Target, Outcomes> outcomes = new HashMap<>();
    Stream.of(rollout.plan().version(), rollout.from())
        .flatMap(target -> target instanceof VersionNumber n ? Stream.of(n) : Stream.empty())
        .forEach(version -> outcomes.put(version, of(part.apply(read, version))));
    return outcomes;
  }

  private static Outcomes of(OutcomeCounts counts) {
    LatencyHistogram latencies = counts.latencies();
    Outcomes outcomes = Outcomes.of(counts.successes(), counts.failures());
    return latencies.requests() == 0
        ? outcomes
        : outcomes.withLatencies(new Latencies(LatencyHistogram.bounds(), latencies.counts()));
  }

  /** Reads once for each tick, which is one status. */
  private Read read(RolloutStatus status) {
    Objects.requireNonNull(status, "status");
    Optional<Read> known = last.filter(read -> isSame(read.status(), status));
    if (known.isPresent()) {
      return known.get();
    }
    AliasHandle alias = handles.apply(status.alias());
    Fleet fleet = alias.fleet();
    Alias counted = fleet.alias();
    if (!counted.artifact().equals(status.alias().artifact())
        || !counted.name().equals(status.alias().name())) {
      throw new IllegalArgumentException(
          "Cannot judge "
              + status.alias().artifact()
              + ":"
              + status.alias().name()
              + " by the outcomes of "
              + alias
              + ": make the gate of the alias that is rolled out");
    }
    if (fleet
        .at()
        .isAfter(status.rollout().startedAt().plus(Duration.ofDays(FleetCounts.KEPT_DAYS)))) {
      throw new IllegalStateException(
          "Cannot add up the outcomes of a rollout that was started at "
              + status.rollout().startedAt()
              + ": counts are kept for "
              + FleetCounts.KEPT_DAYS
              + " days; use another gate for a longer rollout");
    }
    Read read = new Read(status, fleet.counts(), start(alias, status));
    last = Optional.of(read);
    return read;
  }

  @SuppressWarnings("ReferenceEquality") // Two ticks may find the same.
  private static boolean isSame(RolloutStatus one, RolloutStatus other) {
    return one == other;
  }

  /** Returns the revision that started the rollout: what was counted before belongs to another. */
  private long start(AliasHandle alias, RolloutStatus status) {
    if (starts.size() >= MOST_STARTS) {
      starts.clear();
    }
    return starts.computeIfAbsent(
        status.rollout().id(), id -> readStart(alias, status.alias().revision()));
  }

  private static long readStart(AliasHandle alias, long revision) {
    try (Stream<LedgerEntry> rows = alias.ledgerBefore(revision + 1)) {
      return rows.filter(row -> row.action() == LedgerEntry.Action.ROLLOUT_START)
          .findFirst()
          .map(LedgerEntry::revision)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "Cannot add up the outcomes of " + alias + ": its ledger has no rollout"));
    }
  }
}
