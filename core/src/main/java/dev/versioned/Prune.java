package dev.versioned;

import dev.versioned.fleet.Fleet;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.maintenance.Judge;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.maintenance.Failure;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Verdict;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the versions, of one artifact or of all, that a {@link Retention} does not keep, each as
 * {@link Artifact#delete} does: a version that an alias points to cannot be deleted, however the
 * two race, and a deleted one can be restored until {@link Gc}'s undelete window is over.
 *
 * <p>The next run continues an interrupted one. Immutable and thread-safe.
 */
public final class Prune {
  private final Supplier<Stream<Artifact>> artifacts;
  private final String name;
  private final Retention retention;
  private final Engine engine;
  private final boolean served;

  Prune(Supplier<Stream<Artifact>> artifacts, String name, Retention retention, Engine engine) {
    this(artifacts, name, retention, engine, false);
  }

  private Prune(
      Supplier<Stream<Artifact>> artifacts,
      String name,
      Retention retention,
      Engine engine,
      boolean served) {
    this.served = served;
    this.artifacts = artifacts;
    this.name = name;
    this.retention = retention;
    this.engine = engine;
  }

  /**
   * Returns this prune, which also keeps versions that a process reports to serve: see {@link
   * WatchOptions#report()}. The reports of all aliases are read first.
   *
   * @return the changed prune
   */
  public Prune keepingServed() {
    return new Prune(artifacts, name, retention, engine, true);
  }

  /**
   * Returns for each version whether it would be kept, and why, and changes nothing. Lists lazily,
   * newest first; the aliases and ledgers that the rules need are read first. If one of these
   * records cannot be read, all versions of its artifact are kept, and the reason says so.
   *
   * @return a verdict for each version that is not deleted
   * @throws BackendException if a store refuses or fails, which may also happen while the stream is
   *     read
   */
  public Stream<Verdict> plan() {
    return plan(why -> {});
  }

  private Stream<Verdict> plan(Consumer<Failure> unjudged) {
    return artifacts.get().flatMap(artifact -> plan(artifact, unjudged));
  }

  private Stream<Verdict> plan(Artifact artifact, Consumer<Failure> unjudged) {
    List<Judge> judges = new ArrayList<>();
    Map<VersionNumber, AliasName> rollbacks = new HashMap<>();
    try {
      List<AliasEntry.Present> aliases = engine.listing().allAliases(artifact.name()).toList();
      judges.add(inUse(aliases));
      if (served) {
        judges.add(servedBy(aliases));
      }
      rollbacks.putAll(rollbacks(aliases));
      // rule: prune-keeps-what-a-rollback-needs
      if (!retention.rules().isEmpty()) {
        judges.add((version, rank) -> neededBy(rollbacks.get(version.number())));
      }
      Instant now = engine.open().blobs().now();
      retention
          .rules()
          .forEach(rule -> judges.add(Judge.of(rule, artifact.name(), engine.listing(), now)));
    } catch (UnreadableRecordException e) {
      // rule: prune-continues-with-other-artifacts
      unjudged.accept(new Failure("artifact " + artifact.name(), e));
      return artifact
          .versions()
          .map(version -> new Verdict(version, Verdict.Fate.KEEP, "not judged: " + e.getMessage()));
    }
    long[] rank = {0};
    return artifact.versions().map(version -> judge(version, rank[0]++, judges, rollbacks));
  }

  /** Returns the judge for the versions that every retention keeps. */
  private static Judge inUse(List<AliasEntry.Present> aliases) {
    Map<VersionNumber, SortedSet<AliasName>> references = new HashMap<>();
    for (AliasEntry.Present present : aliases) {
      for (VersionNumber number : present.alias().targets()) {
        references.computeIfAbsent(number, n -> new TreeSet<>()).add(present.name());
      }
    }
    return (version, rank) -> {
      SortedSet<AliasName> names = references.get(version.number());
      if (names != null) {
        return Optional.of("aliases " + names + " point to it");
      }
      return rank == 0 ? Optional.of("the newest, as $LATEST may be") : Optional.empty();
    };
  }

  /** Returns the judge for the versions that processes serve. */
  private Judge servedBy(List<AliasEntry.Present> aliases) {
    List<Fleet> fleets =
        aliases.stream().map(AliasEntry.Present::alias).map(engine.fleets()::read).toList();
    return (version, rank) ->
        fleets.stream()
            .filter(fleet -> !fleet.serving(version.number()).isEmpty())
            .findFirst()
            .map(fleet -> "processes that follow " + fleet.alias().name() + " serve it");
  }

  /** Returns the versions that the next rollback of each alias restores. */
  private Map<VersionNumber, AliasName> rollbacks(List<AliasEntry.Present> aliases) {
    Map<VersionNumber, AliasName> needed = new HashMap<>();
    for (AliasEntry.Present present : aliases) {
      engine.rollbacks().next(present).stream()
          .flatMap(earlier -> earlier.targets().stream())
          .forEach(number -> needed.putIfAbsent(number, present.name()));
    }
    return needed;
  }

  private static Optional<String> neededBy(@Nullable AliasName alias) {
    return Optional.ofNullable(alias).map(name -> "a rollback of alias " + name + " needs it");
  }

  private static Verdict judge(
      Version version, long rank, List<Judge> judges, Map<VersionNumber, AliasName> rollbacks) {
    return judges.stream()
        .map(judge -> judge.keeps(version, rank))
        .flatMap(Optional::stream)
        .findFirst()
        .map(reason -> new Verdict(version, Verdict.Fate.KEEP, reason))
        .orElseGet(
            () ->
                new Verdict(
                    version,
                    Verdict.Fate.DELETE,
                    "no rule keeps it"
                        + neededBy(rollbacks.get(version.number()))
                            .map(", though "::concat)
                            .orElse("")));
  }

  /**
   * Deletes, one by one, the versions that {@link #plan} would delete at this moment. Failures, and
   * artifacts with a record that cannot be read, are reported and do not stop the rest; an
   * interrupt of the thread does.
   *
   * @return the result
   * @throws BackendException if a list cannot be read, or the thread is interrupted; versions
   *     deleted until then stay deleted; also, before anything is deleted, if bytes and items are
   *     not bound to each other, see {@link RepositoryBinding}
   */
  public PruneReport run() {
    engine.open().binding().checkBound("prune " + name);
    Run run = new Run();
    plan(run.failures::add).forEach(run::apply);
    return new PruneReport(run.kept, run.deleted, run.deletedBytes, run.cameIntoUse, run.failures);
  }

  /** The result of a run so far. */
  private final class Run {
    long kept;
    final List<Version> deleted = new ArrayList<>();
    long deletedBytes;
    final List<Version> cameIntoUse = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();

    void apply(Verdict verdict) {
      if (Thread.currentThread().isInterrupted()) {
        throw BackendException.transientFailure(
            "Cannot continue to prune " + name + ": the thread was interrupted", null);
      }
      Version version = verdict.version();
      if (verdict.fate() == Verdict.Fate.KEEP) {
        kept++;
        return;
      }
      try {
        engine.deleter().delete(version.artifact(), version.number());
        deleted.add(version);
        deletedBytes += version.sizeBytes();
      } catch (VersionInUseException e) {
        kept++;
        cameIntoUse.add(version);
      } catch (ArtifactException e) {
        failures.add(new Failure(version.toString(), e));
      }
    }
  }
}
