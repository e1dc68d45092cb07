package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.read.StoredOverrides;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Overrides;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import dev.versioned.spi.Consistency;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans one change of an alias completely: the alias afterwards, its ledger row, and the versions
 * that gain and lose references. Reads versions that the alias does not contain yet, and writes
 * nothing.
 */
public final class AliasPlanner {
  private final Settings settings;
  private final Targets targets;
  private final StoredOverrides stored;
  private final AliasTrust aliasTrust;

  public AliasPlanner(
      Catalog catalog, Settings settings, VersionTrust trust, AliasTrust aliasTrust) {
    this.settings = settings;
    this.targets = new Targets(catalog, trust);
    this.stored = new StoredOverrides(catalog);
    this.aliasTrust = aliasTrust;
  }

  /**
   * One change to plan.
   *
   * @param meant the versions that the caller passed as objects; each must equal the stored one
   * @param entry the stored entry under the alias's name
   * @param moveId the id of the planned move
   * @param key the idempotency key to record with it, if any
   * @param epoch the epoch of the table
   */
  record Task(
      ArtifactName artifact,
      AliasName name,
      LedgerEntry.Action action,
      ChangeRequest request,
      List<Version> meant,
      Optional<AliasEntry> entry,
      String moveId,
      Optional<MoveKey> key,
      long epoch) {

    Optional<AliasEntry.Present> present() {
      return entry.flatMap(AliasEntry::present);
    }

    Task of(ChangeRequest other) {
      return new Task(artifact, name, action, other, meant, entry, moveId, key, epoch);
    }

    Optional<Alias> before() {
      return present().map(AliasEntry.Present::alias);
    }

    long revision() {
      return entry.map(AliasEntry::revision).orElse(0L) + 1;
    }

    /** Returns the epoch of the alias after the change, never below the one before. */
    long nextEpoch() {
      // rule: epoch-survives-a-deletion
      long before = entry.map(AliasEntry::epoch).orElse(0L);
      return Math.max(epoch, before);
    }

    /** Returns the last rollout of the alias before the change. */
    Optional<Rollout> rollout() {
      return present().flatMap(AliasEntry.Present::rollout);
    }

    /** Returns the rollout that the change ends, as it was before. */
    Optional<Rollout> endedBy(Goal goal) {
      return goal instanceof Goal.Roll
              || goal instanceof Goal.Freeze
              // rule: rollout-survives-overrides
              || goal instanceof Goal.SetOverrides
              || action == LedgerEntry.Action.DESCRIBE
          ? Optional.empty()
          : present().flatMap(AliasEntry.Present::rolloutUnderWay);
    }
  }

  AliasMove plan(Task task, Goal goal) {
    Set<VersionNumber> old = task.before().map(Alias::targets).orElse(Set.of());
    Optional<OverridesRecord> set = set(task, goal);
    String by = task.request().actor().orElse(settings.actor());
    Instant at = notBefore(task.entry().map(aliasTrust::notBefore).orElse(Instant.MIN));
    AliasEntry after = after(task, goal, set, by, at);
    Optional<Routing> routing = after.present().map(p -> p.alias().routing());
    LedgerEntry ledger =
        new LedgerEntry(
            task.artifact(),
            task.name(),
            task.revision(),
            done(task, goal),
            // rule: ledger-row-tells-what-was-before
            task.before().map(Alias::routing),
            routing,
            by,
            task.request().reason(),
            at);
    long rollback = after.present().map(AliasEntry.Present::rollbackRevision).orElse(0L);
    Optional<Alias> alias = after.present().map(AliasEntry.Present::alias);
    Set<VersionNumber> next = alias.map(Alias::targets).orElse(Set.of());
    // rule: ledger-rows-are-chained
    String previous = task.entry().map(AliasEntry::rowHash).orElse("");
    LedgerRow row =
        new LedgerRow(
            ledger,
            task.moveId(),
            rollback,
            digests(task, after),
            previous,
            alias.map(Alias::overrides).orElse(AliasOverrides.NONE));
    return new AliasMove(
        task.revision() - 1,
        aliasTrust.sign(after.withRowHash(Catalog.hash(row))),
        row,
        // rule: versions-that-are-gained-are-counted
        without(next, old),
        // rule: versions-that-are-left-are-counted
        without(old, next),
        record(task, at),
        set.filter(record -> !record.overrides().isEmpty()).orElse(null));
  }

  /** Returns the overrides that the change sets, which may be none. */
  private static Optional<OverridesRecord> set(Task task, Goal goal) {
    return goal instanceof Goal.SetOverrides wanted
        ? Optional.of(
            new OverridesRecord(
                task.artifact(), task.name(), new Overrides(task.revision(), wanted.overrides())))
        : Optional.empty();
  }

  private static SortedMap<VersionNumber, Digest> digests(Task task, AliasEntry after) {
    SortedMap<VersionNumber, Digest> digests = new TreeMap<>();
    Stream.concat(task.before().stream(), after.present().map(AliasEntry.Present::alias).stream())
        .flatMap(alias -> alias.versions().values().stream())
        .forEach(version -> digests.put(version.number(), version.digest()));
    return digests;
  }

  private @Nullable MoveRecord record(Task task, Instant at) {
    return task.key()
        .map(
            key ->
                new MoveRecord(
                    task.artifact(),
                    task.name(),
                    key.key(),
                    key.request(),
                    task.revision(),
                    task.moveId(),
                    at.plus(settings.keyRetention())))
        .orElse(null);
  }

  private AliasEntry after(
      Task task, Goal goal, Optional<OverridesRecord> set, String by, Instant at) {
    if (goal instanceof Goal.Keep keep) {
      return present(task, keep, set, by, at);
    } else if (goal instanceof Goal.Remove) {
      return new AliasEntry.Deleted(
          task.artifact(), task.name(), task.revision(), task.moveId(), at, task.nextEpoch());
    }
    throw new IllegalArgumentException("Cannot plan a move: " + goal + " needs no move");
  }

  /** Returns the ledger's action; only reading the alias shows whether it is created. */
  private static LedgerEntry.Action done(Task task, Goal goal) {
    if (goal instanceof Goal.Remove) {
      return LedgerEntry.Action.DELETE;
    }
    return task.present().isEmpty() ? LedgerEntry.Action.CREATE : task.action();
  }

  private AliasEntry.Present present(
      Task task, Goal.Keep goal, Optional<OverridesRecord> set, String by, Instant at) {
    Optional<Alias> before = task.before();
    Routing routing = goal.routing();
    AliasOverrides overrides = overrides(task, goal, set);
    // rule: slots-stay-with-their-versions
    Slots slots =
        before.map(a -> a.slots().rebalance(routing)).orElseGet(() -> Slots.first(routing));
    // A new salt for each split, so that the same users are not always the first.
    boolean splitContinues = before.isPresent() && before.get().slots().runs().size() > 1;
    String splitId = splitContinues ? before.get().splitId() : Long.toString(task.revision());
    Alias alias =
        new Alias(
            task.artifact(),
            task.name(),
            task.revision(),
            routing,
            slots,
            splitId,
            targets.of(task, goal, overrides),
            task.request().description().orElseGet(() -> before.map(Alias::description).orElse("")),
            at,
            by,
            task.nextEpoch(),
            freeze(goal, before, at),
            overrides);
    return WayBack.backed(task, goal, alias);
  }

  /** Returns the overrides after the change: they stay, whatever else changes. */
  private AliasOverrides overrides(Task task, Goal.Keep goal, Optional<OverridesRecord> set) {
    // rule: other-moves-keep-overrides
    AliasOverrides before = task.before().map(Alias::overrides).orElse(AliasOverrides.NONE);
    if (goal instanceof Goal.Restore restore && restore.overrides().isPresent()) {
      AliasOverrides restored = restore.overrides().get();
      // No follower could use the alias without the keys.
      // rule: rollback-needs-its-overrides
      stored.of(task.artifact(), task.name(), restored, Consistency.STRONG);
      return restored;
    }
    return set.map(Catalog::summary).orElse(before);
  }

  private static Optional<AliasFreeze> freeze(Goal goal, Optional<Alias> before, Instant at) {
    if (goal instanceof Goal.Freeze frozen) {
      return frozen.freeze();
    }
    // rule: freeze-outlasts-other-changes
    return before.flatMap(Alias::freeze).filter(freeze -> freeze.isInForce(at));
  }

  /** Returns a time that is never before the previous one, however the movers' clocks differ. */
  private Instant notBefore(Instant last) {
    Instant now = settings.environment().now();
    // rule: ledger-times-never-go-back
    return now.isBefore(last) ? last : now;
  }

  private static Set<VersionNumber> without(
      Set<VersionNumber> versions, Set<VersionNumber> others) {
    Set<VersionNumber> rest = new HashSet<>(versions);
    rest.removeAll(others);
    return rest;
  }
}
