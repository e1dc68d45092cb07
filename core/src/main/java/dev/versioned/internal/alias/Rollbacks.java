package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.rollout.Rollout;
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
    Optional<Rollout> rollout = present.rolloutUnderWay();
    if (rollout.isPresent()) {
      return rollout.map(
          r ->
              new Goal.Restore(
                  Routing.to(r.from()),
                  r.fromRevision(),
                  r.fromRollbackRevision(),
                  new TreeMap<>(),
                  Optional.empty()));
    }
    long revision = present.rollbackRevision();
    // rule: rollback-walks-back
    return restored(present, revision, present.revision());
  }

  private Optional<Goal.Restore> restored(AliasEntry.Present present, long revision, long before) {
    if (revision == 0) {
      return Optional.empty();
    }
    Optional<LedgerRow> row =
        revision < before
            ? catalog.findLedgerRow(present.artifact(), present.name(), revision)
            : Optional.empty();
    Optional<Goal.Restore> restore =
        row.flatMap(
            found ->
                found
                    .entry()
                    .after()
                    .map(
                        routing ->
                            new Goal.Restore(
                                routing,
                                revision,
                                found.rollbackRevision(),
                                found.digests(),
                                // rule: rollback-restores-overrides
                                Optional.of(found.overrides()))));
    if (restore.isEmpty()) {
      throw BackendException.permanentFailure(
          "Cannot roll back alias "
              + present.artifact()
              + ":"
              + present.name()
              + ": its ledger has no "
              + (row.isEmpty() ? "row" : "routing")
              + " of revision "
              + revision
              + "; the table was changed by other means: run fsck",
          null);
    }
    return restore;
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
