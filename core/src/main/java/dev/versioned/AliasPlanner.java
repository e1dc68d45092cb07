package dev.versioned;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.rollout.Rollout;
import dev.versioned.routing.Slots;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.AliasMove;
import dev.versioned.spi.LedgerRow;
import dev.versioned.spi.VersionEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Works out one change of an alias in full: the alias after it, its ledger row, and the versions
 * that come and go. Reads versions that the alias does not hold yet, and writes nothing.
 */
final class AliasPlanner {
  private final Catalog catalog;
  private final RepositorySettings settings;

  AliasPlanner(Catalog catalog, RepositorySettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** What is to become of an alias. */
  sealed interface Goal {}

  /** It shall serve a routing; a description that the update gives goes with it. */
  record Serve(Routing routing) implements Goal {}

  /** It shall serve again what a revision of its own served. */
  record Restore(Routing routing, long revision, long rollbackRevision) implements Goal {}

  /** It shall be as a rollout says. */
  record Roll(Rollout rollout) implements Goal {}

  /** It shall be deleted. */
  record Remove() implements Goal {}

  /** Nothing need be done. */
  record Nothing() implements Goal {}

  /**
   * One change to plan.
   *
   * @param entry what is under the alias's name
   * @param moveId the id of the move that is planned
   */
  record Task(
      ArtifactName artifact,
      AliasName name,
      LedgerEntry.Action action,
      AliasUpdate update,
      Optional<AliasEntry> entry,
      String moveId) {

    Optional<AliasEntry.Present> present() {
      return entry.flatMap(Listing::present);
    }

    Optional<Alias> before() {
      return present().map(AliasEntry.Present::alias);
    }

    long revision() {
      return entry.map(AliasEntry::revision).orElse(0L) + 1;
    }
  }

  /** Finds what a rollback brings back: one read of the ledger, whatever its length. */
  Goal earlier(AliasEntry.Present present) {
    String what = "Cannot roll back alias " + present.artifact() + ":" + present.name();
    long revision = present.rollbackRevision();
    if (revision == 0) {
      throw new NotFoundException(
          what + ": nothing else served before", NotFoundException.Subject.ROUTING);
    }
    LedgerRow row =
        catalog
            .findLedgerRow(present.artifact(), present.name(), revision)
            .orElseThrow(
                () ->
                    BackendException.lasting(
                        what
                            + ": its ledger has no row of revision "
                            + revision
                            + "; the table was changed by other means: run fsck",
                        null));
    return new Restore(row.entry().after().orElseThrow(), revision, row.rollbackRevision());
  }

  /**
   * Finds what takes the revision back that an alias is at: one that created it is taken back by
   * deleting it.
   */
  Goal undone(AliasEntry.Present present) {
    boolean created =
        present.servingRevision() == present.revision() && present.rollbackRevision() == 0;
    return created ? new Remove() : earlier(present);
  }

  AliasMove plan(Task task, Goal goal) {
    Set<VersionNumber> old = task.before().map(a -> a.routing().versions()).orElse(Set.of());
    String by = task.update().actorOr(settings.actor());
    Instant at = notBefore(task.entry().map(AliasEntry::updatedAt).orElse(Instant.MIN));
    AliasEntry after =
        goal instanceof Remove
            ? new AliasEntry.Deleted(
                task.artifact(), task.name(), task.revision(), task.moveId(), at)
            : present(task, goal, by, at);
    Optional<Routing> routing = Listing.present(after).map(p -> p.alias().routing());
    LedgerEntry ledger =
        new LedgerEntry(
            task.artifact(),
            task.name(),
            task.revision(),
            done(task, goal),
            task.before().map(Alias::routing),
            routing,
            by,
            task.update().reason(),
            at);
    long rollback = Listing.present(after).map(AliasEntry.Present::rollbackRevision).orElse(0L);
    Set<VersionNumber> next = routing.map(Routing::versions).orElse(Set.of());
    return new AliasMove(
        task.revision() - 1,
        after,
        new LedgerRow(ledger, task.moveId(), rollback),
        without(next, old),
        without(old, next));
  }

  /** Names what is done: before an alias is read, it may be there, or may have been created. */
  private static LedgerEntry.Action done(Task task, Goal goal) {
    if (goal instanceof Remove) {
      return LedgerEntry.Action.DELETE;
    }
    return task.present().isEmpty() ? LedgerEntry.Action.CREATE : task.action();
  }

  private AliasEntry.Present present(Task task, Goal goal, String by, Instant at) {
    Optional<Alias> before = task.before();
    Routing routing = routing(goal);
    Slots slots =
        before.map(a -> a.slots().rebalance(routing)).orElseGet(() -> Slots.first(routing));
    // A new salt for each split, so that it is not always the same users who go first.
    boolean splitGoesOn = before.isPresent() && before.get().slots().runs().size() > 1;
    String splitId = splitGoesOn ? before.get().splitId() : Long.toString(task.revision());
    Alias alias =
        new Alias(
            task.artifact(),
            task.name(),
            task.revision(),
            routing,
            slots,
            splitId,
            versions(task.artifact(), routing, before),
            task.update().descriptionOr(before.map(Alias::description).orElse("")),
            at,
            by);
    return backed(task, goal, alias);
  }

  private static Routing routing(Goal goal) {
    if (goal instanceof Restore restore) {
      return restore.routing();
    }
    return goal instanceof Roll roll ? roll.rollout().routing() : ((Serve) goal).routing();
  }

  /** Adds which revision brought what serves, which one a rollback brings back, and the rollout. */
  private static AliasEntry.Present backed(Task task, Goal goal, Alias alias) {
    Optional<AliasEntry.Present> present = task.present();
    long serving = alias.revision();
    long rollback = present.map(AliasEntry.Present::servingRevision).orElse(0L);
    if (goal instanceof Restore restore) {
      serving = restore.revision();
      rollback = restore.rollbackRevision();
    } else if (goal instanceof Roll roll && roll.rollout().state() == Rollout.State.ROLLED_BACK) {
      serving = roll.rollout().fromRevision();
      rollback = roll.rollout().fromRollbackRevision();
    } else if (present.isPresent() && present.get().alias().routing().equals(alias.routing())) {
      serving = present.get().servingRevision();
      rollback = present.get().rollbackRevision();
    } else if (goal instanceof Roll roll) {
      // All steps of a rollout are undone by one rollback.
      rollback = roll.rollout().fromRevision();
    }
    return new AliasEntry.Present(
        alias, task.moveId(), serving, rollback, rollout(task, goal, alias));
  }

  private static Optional<Rollout> rollout(Task task, Goal goal, Alias alias) {
    if (goal instanceof Roll roll) {
      return Optional.of(roll.rollout());
    }
    Optional<Rollout> last = task.present().flatMap(AliasEntry.Present::rollout);
    if (task.action() == LedgerEntry.Action.DESCRIBE) {
      return last;
    }
    return last.map(
        rollout ->
            rollout.isOver()
                ? rollout
                : rollout.superseded(
                    task.action().verb()
                        + " by "
                        + alias.updatedBy()
                        + " at revision "
                        + alias.revision(),
                    alias.updatedAt()));
  }

  /**
   * Reads the versions that the alias does not hold yet; the transaction checks that they are
   * ACTIVE.
   */
  private SortedMap<VersionNumber, Version> versions(
      ArtifactName artifact, Routing routing, Optional<Alias> before) {
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    for (VersionNumber number : routing.versions()) {
      Version known = before.map(a -> a.versions().get(number)).orElse(null);
      versions.put(number, known != null ? known : readActive(artifact, number));
    }
    return versions;
  }

  private Version readActive(ArtifactName artifact, VersionNumber number) {
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    return entry
        .flatMap(e -> Listing.committed(e, VersionState.ACTIVE))
        .orElseThrow(() -> Reader.noVersion("route to", artifact, number, entry));
  }

  /** Ledger times never go back, whatever the clocks of the movers say. */
  private Instant notBefore(Instant last) {
    Instant now = settings.seams().now();
    return now.isBefore(last) ? last : now;
  }

  private static Set<VersionNumber> without(
      Set<VersionNumber> versions, Set<VersionNumber> others) {
    Set<VersionNumber> rest = new HashSet<>(versions);
    rest.removeAll(others);
    return rest;
  }
}
