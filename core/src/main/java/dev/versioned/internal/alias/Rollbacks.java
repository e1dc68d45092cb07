package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.BackendException;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the routings that rollbacks of an alias restore, from its ledger. */
public final class Rollbacks {
  private final Catalog catalog;

  public Rollbacks(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Returns the routing that a rollback restores, with one read, however long the ledger is. */
  public Goal earlier(AliasEntry.Present present) {
    return from(present)
        .findFirst()
        .orElseThrow(() -> nothing(present, "nothing else served before"));
  }

  /** Returns a revision that several rollbacks in a row would restore. */
  public Goal earlier(AliasEntry.Present present, long revision) {
    return from(present)
        .takeWhile(restore -> restore.revision() >= revision)
        .filter(restore -> restore.revision() == revision)
        .findFirst()
        .orElseThrow(() -> nothing(present, "no rollback restores revision " + revision));
  }

  private static NotFoundException nothing(AliasEntry.Present present, String why) {
    return new NotFoundException(
        "Cannot roll back alias " + present.artifact() + ":" + present.name() + ": " + why,
        NotFoundException.Subject.ROUTING);
  }

  /**
   * Returns the routings that rollbacks in a row restore; each is read when the stream reaches it.
   */
  public Stream<Goal.Restore> from(AliasEntry.Present present) {
    return Stream.iterate(
            first(present),
            Optional::isPresent,
            last -> last.flatMap(r -> restored(present, r.rollbackRevision(), r.revision())))
        .map(Optional::orElseThrow);
  }

  /**
   * Returns the first routing that a rollback restores. A rollout counts as one change, whether it
   * is still running or this change ended it.
   */
  private Optional<Goal.Restore> first(AliasEntry.Present present) {
    Optional<Goal.Restore> start = startOfRollout(present);
    if (start.isPresent()) {
      return start;
    }
    long revision = present.rollbackRevision();
    // rule: rollback-walks-back
    return restored(present, revision, present.revision());
  }

  private static Optional<Goal.Restore> startOfRollout(AliasEntry.Present present) {
    return present
        .rolloutUnderWay()
        .map(
            rollout ->
                new Goal.Restore(
                    Routing.to(rollout.from()),
                    rollout.fromRevision(),
                    rollout.fromRollbackRevision(),
                    new TreeMap<>(),
                    Optional.empty()));
  }

  /**
   * Returns the routing that the next rollback restores; empty if none can: nothing else served
   * before, or the ledger has lost its row.
   */
  public Optional<EarlierRouting> next(AliasEntry.Present present) {
    return startOfRollout(present)
        .or(() -> find(present, present.rollbackRevision(), present.revision()))
        .map(restore -> routing(restore, present));
  }

  /** Returns the routings that rollbacks in a row restore, as {@link #from}. */
  public Stream<EarlierRouting> routings(AliasEntry.Present present) {
    return from(present).map(restore -> routing(restore, present));
  }

  private static EarlierRouting routing(Goal.Restore restore, AliasEntry.Present present) {
    return new EarlierRouting(
        restore.revision(),
        restore.routing(),
        restore.overrides().orElse(present.alias().overrides()));
  }

  private Optional<Goal.Restore> restored(AliasEntry.Present present, long revision, long before) {
    Optional<Goal.Restore> restore = find(present, revision, before);
    if (restore.isEmpty() && revision != 0) {
      throw BackendException.permanentFailure(
          "Cannot roll back alias "
              + present.artifact()
              + ":"
              + present.name()
              + ": its ledger has no row of revision "
              + revision
              + " with a routing; the table was changed by other means: run fsck",
          null);
    }
    return restore;
  }

  private Optional<Goal.Restore> find(AliasEntry.Present present, long revision, long before) {
    if (revision == 0 || revision >= before) {
      return Optional.empty();
    }
    return catalog
        .findLedgerRow(present.artifact(), present.name(), revision)
        .flatMap(
            row ->
                row.entry()
                    .after()
                    .map(
                        routing ->
                            new Goal.Restore(
                                routing,
                                revision,
                                row.rollbackRevision(),
                                row.digests(),
                                // rule: rollback-restores-overrides
                                Optional.of(row.overrides()))));
  }

  /**
   * Returns the goal that undoes the current revision of an alias. If that revision created the
   * alias, the goal deletes it.
   */
  public Goal undone(AliasEntry.Present present) {
    // rule: only-the-creating-revision-is-taken-back
    boolean created =
        present.servingRevision() == present.revision()
            && present.rollbackRevision() == 0
            && present.alias().overrides().revision() == 0;
    // rule: creation-can-be-taken-back
    return created ? new Goal.Remove() : earlier(present);
  }
}
