package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.RolloutSteps;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
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
  private final AliasTrust aliasTrust;

  public AliasPlanner(
      Catalog catalog, Settings settings, VersionTrust trust, AliasTrust aliasTrust) {
    this.settings = settings;
    this.targets = new Targets(catalog, trust);
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

    /** Returns the rollout that the change ends, as it was before. */
    Optional<Rollout> endedBy(Goal goal) {
      return goal instanceof Goal.Roll
              || goal instanceof Goal.Freeze
              || action == LedgerEntry.Action.DESCRIBE
          ? Optional.empty()
          : present().flatMap(AliasEntry.Present::rolloutUnderWay);
    }
  }

  AliasMove plan(Task task, Goal goal) {
    Set<VersionNumber> old = task.before().map(a -> a.routing().versions()).orElse(Set.of());
    String by = task.request().actor().orElse(settings.actor());
    Instant at = notBefore(task.entry().map(aliasTrust::notBefore).orElse(Instant.MIN));
    AliasEntry after = after(task, goal, by, at);
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
    Set<VersionNumber> next = routing.map(Routing::versions).orElse(Set.of());
    // rule: ledger-rows-are-chained
    String previous = task.entry().map(AliasEntry::rowHash).orElse("");
    LedgerRow row = new LedgerRow(ledger, task.moveId(), rollback, digests(task, after), previous);
    return new AliasMove(
        task.revision() - 1,
        aliasTrust.sign(after.withRowHash(Catalog.hash(row))),
        row,
        // rule: versions-that-are-gained-are-counted
        without(next, old),
        // rule: versions-that-are-left-are-counted
        without(old, next),
        record(task, at));
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

  private AliasEntry after(Task task, Goal goal, String by, Instant at) {
    if (goal instanceof Goal.Keep keep) {
      return present(task, keep, by, at);
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

  private AliasEntry.Present present(Task task, Goal.Keep goal, String by, Instant at) {
    Optional<Alias> before = task.before();
    Routing routing = goal.routing();
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
            targets.of(task, goal),
            task.request().description().orElseGet(() -> before.map(Alias::description).orElse("")),
            at,
            by,
            task.nextEpoch(),
            freeze(goal, before, at));
    return backed(task, goal, alias);
  }

  private static Optional<AliasFreeze> freeze(Goal goal, Optional<Alias> before, Instant at) {
    if (goal instanceof Goal.Freeze frozen) {
      return frozen.freeze();
    }
    // rule: freeze-outlasts-other-changes
    return before.flatMap(Alias::freeze).filter(freeze -> freeze.isInForce(at));
  }

  /**
   * Adds the revision that introduced the routing, the one that a rollback restores, and the
   * rollout.
   */
  private static AliasEntry.Present backed(Task task, Goal.Keep goal, Alias alias) {
    Optional<AliasEntry.Present> present = task.present();
    Optional<Rollout> ended = task.endedBy(goal);
    long serving = alias.revision();
    long rollback = present.map(AliasEntry.Present::servingRevision).orElse(0L);
    if (goal instanceof Goal.Restore restore) {
      serving = restore.revision();
      // rule: rollback-can-be-followed-by-another
      rollback = restore.rollbackRevision();
    } else if (goal instanceof Goal.Roll roll
        && roll.rollout().state() == Rollout.State.ROLLED_BACK) {
      serving = roll.rollout().fromRevision();
      rollback = roll.rollout().fromRollbackRevision();
    } else if (ended.isPresent()) {
      // rule: rollback-goes-before-the-rollout
      // A rollback never restores a step of a rollout, but the routing before the rollout.
      boolean taken = Routing.to(ended.get().from()).equals(alias.routing());
      serving = taken ? ended.get().fromRevision() : alias.revision();
      rollback = taken ? ended.get().fromRollbackRevision() : ended.get().fromRevision();
    } else if (present.isPresent() && present.get().alias().routing().equals(alias.routing())) {
      serving = present.get().servingRevision();
      rollback = present.get().rollbackRevision();
    } else if (goal instanceof Goal.Roll roll) {
      // All steps of a rollout are undone by one rollback.
      // rule: rollout-begun-anew-can-be-undone
      rollback = roll.rollout().fromRevision();
    }
    return new AliasEntry.Present(
        alias, task.moveId(), serving, rollback, rollout(task, goal, alias));
  }

  private static Optional<Rollout> rollout(Task task, Goal.Keep goal, Alias alias) {
    if (goal instanceof Goal.Roll roll) {
      return Optional.of(roll.rollout());
    }
    Optional<Rollout> ended = task.endedBy(goal);
    return ended.isEmpty()
        ? task.present().flatMap(AliasEntry.Present::rollout)
        : ended.map(
            rollout ->
                RolloutSteps.superseded(
                    rollout,
                    Verbs.of(task.action())
                        + " by "
                        + alias.updatedBy()
                        + " at revision "
                        + alias.revision(),
                    alias.updatedAt()));
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
