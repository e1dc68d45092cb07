package dev.versioned;

import dev.versioned.routing.Slots;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.AliasMove;
import dev.versioned.spi.CatalogStore;
import dev.versioned.spi.LedgerRow;
import dev.versioned.spi.VersionEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Changes aliases: read, decide, swap in one transaction with the ledger row and the references;
 * start over if another change won, unless a revision was expected.
 */
final class AliasMover {
  private final CatalogStore catalog;
  private final RepositorySettings settings;

  AliasMover(CatalogStore catalog, RepositorySettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** What is to become of an alias. */
  sealed interface Goal {}

  /** It shall serve a routing; a description that the update gives goes with it. */
  record Serve(Routing routing) implements Goal {}

  /** It shall serve again what a revision of its own served. */
  record Restore(Routing routing, long revision, long rollbackRevision) implements Goal {}

  /** It shall be deleted. */
  record Remove() implements Goal {}

  /** Nothing need be done. */
  record Nothing() implements Goal {}

  /** Changes an alias; {@code decide} is asked anew each time another change won. */
  Optional<Alias> change(
      ArtifactName artifact,
      AliasName name,
      LedgerEntry.Action action,
      AliasUpdate update,
      Function<Optional<AliasEntry.Present>, Goal> decide) {
    String what = action.name().toLowerCase(Locale.ROOT) + " alias " + artifact + ":" + name;
    Retry retry = Retry.of(what, settings.contentionTimeout(), settings.seams());
    while (true) {
      Optional<AliasEntry> entry = catalog.findAlias(artifact, name);
      Optional<AliasEntry.Present> present = entry.flatMap(Listing::present);
      checkExpected(what, update, present);
      Goal goal = decide.apply(present);
      if (goal instanceof Nothing) {
        return Optional.empty();
      }
      AliasMove move = plan(artifact, name, action, update, entry, present, goal, what);
      AliasMove.Result result = retry.untilAnswered(() -> make(move, what), Optional.empty());
      if (result instanceof AliasMove.Moved) {
        return move.after() instanceof AliasEntry.Present after
            ? Optional.of(after.alias())
            : Optional.empty();
      } else if (result instanceof AliasMove.NotActive notActive) {
        VersionNumber number = notActive.versions().iterator().next();
        throw Reader.noVersion("route to", artifact, number, catalog.findVersion(artifact, number));
      }
      // Another change won. An expected revision is checked anew above.
      if (!retry.pause()) {
        throw new RevisionConflictException(
            "Cannot "
                + what
                + ": other updates kept winning for "
                + settings.contentionTimeout()
                + "; retry later",
            move.expectedRevision(),
            revisionOf(result, move));
      }
    }
  }

  private static void checkExpected(
      String what, AliasUpdate update, Optional<AliasEntry.Present> present) {
    long actual = present.map(AliasEntry.Present::revision).orElse(0L);
    long expected = update.expectedRevision().orElse(actual);
    if (expected != actual) {
      throw new RevisionConflictException(
          "Cannot "
              + what
              + ": it is at revision "
              + actual
              + ", not "
              + expected
              + " as expected"
              + (actual == 0 ? " (there is no such alias)" : "")
              + "; read it again, and decide anew",
          expected,
          actual);
    }
  }

  private AliasMove plan(
      ArtifactName artifact,
      AliasName name,
      LedgerEntry.Action action,
      AliasUpdate update,
      Optional<AliasEntry> entry,
      Optional<AliasEntry.Present> present,
      Goal goal,
      String what) {
    long expected = entry.map(AliasEntry::revision).orElse(0L);
    String moveId = settings.seams().ids().get();
    Optional<Alias> before = present.map(AliasEntry.Present::alias);
    Set<VersionNumber> old = before.map(a -> a.routing().versions()).orElse(Set.of());
    String by = update.actorOr(settings.actor());
    Instant at = notBefore(entry.map(AliasEntry::updatedAt).orElse(Instant.MIN));
    AliasEntry after =
        goal instanceof Remove
            ? new AliasEntry.Deleted(artifact, name, expected + 1, moveId, at)
            : present(artifact, name, update, expected + 1, moveId, present, goal, by, at);
    Optional<Routing> routing =
        after instanceof AliasEntry.Present p ? Optional.of(p.alias().routing()) : Optional.empty();
    Set<VersionNumber> gained = without(routing.map(Routing::versions).orElse(Set.of()), old);
    Set<VersionNumber> released = without(old, routing.map(Routing::versions).orElse(Set.of()));
    if (gained.size() + released.size() > CatalogStore.VERSIONS_PER_MOVE) {
      throw new IllegalArgumentException(
          "Cannot "
              + what
              + ": "
              + (gained.size() + released.size())
              + " versions would come or go, and"
              + " one move, which is one DynamoDB transaction of 100 items, can take "
              + CatalogStore.VERSIONS_PER_MOVE
              + "; make it in several moves");
    }
    LedgerEntry ledger =
        new LedgerEntry(
            artifact,
            name,
            expected + 1,
            // Upserts are planned before it is known whether the alias is there.
            present.isEmpty() ? LedgerEntry.Action.CREATE : action,
            before.map(Alias::routing),
            routing,
            by,
            update.reason(),
            at);
    long rollback = after instanceof AliasEntry.Present p ? p.rollbackRevision() : 0;
    return new AliasMove(
        expected, after, new LedgerRow(ledger, moveId, rollback), gained, released);
  }

  private AliasEntry.Present present(
      ArtifactName artifact,
      AliasName name,
      AliasUpdate update,
      long revision,
      String moveId,
      Optional<AliasEntry.Present> present,
      Goal goal,
      String by,
      Instant at) {
    Optional<Alias> before = present.map(AliasEntry.Present::alias);
    Routing routing =
        goal instanceof Restore restore ? restore.routing() : ((Serve) goal).routing();
    Slots slots =
        before.map(a -> a.slots().rebalance(routing)).orElseGet(() -> Slots.first(routing));
    // A new salt for each split, so that it is not always the same users who go first.
    boolean splitGoesOn = before.isPresent() && before.get().slots().runs().size() > 1;
    String splitId = splitGoesOn ? before.get().splitId() : Long.toString(revision);
    Alias alias =
        new Alias(
            artifact,
            name,
            revision,
            routing,
            slots,
            splitId,
            versions(artifact, routing, before),
            update.descriptionOr(before.map(Alias::description).orElse("")),
            at,
            by);
    long serving = revision;
    long rollback = present.map(AliasEntry.Present::servingRevision).orElse(0L);
    if (goal instanceof Restore restore) {
      serving = restore.revision();
      rollback = restore.rollbackRevision();
    } else if (present.isPresent() && present.get().alias().routing().equals(routing)) {
      serving = present.get().servingRevision();
      rollback = present.get().rollbackRevision();
    }
    return new AliasEntry.Present(alias, moveId, serving, rollback);
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

  /**
   * Makes a move once, and tells an own move whose reply was lost, even if another one came after
   * it. Contention is a failure here, so that the very same move is tried again: after a lost reply
   * a new one would be a second one.
   */
  private AliasMove.Result make(AliasMove move, String what) {
    AliasMove.Result result = catalog.move(move);
    if (result instanceof AliasMove.Contended) {
      throw new BackendException(
          "Cannot " + what + ": other transactions were at the same items; retry later",
          true,
          null);
    }
    return result instanceof AliasMove.RevisionDiffers && isOwn(move)
        ? new AliasMove.Moved()
        : result;
  }

  private boolean isOwn(AliasMove move) {
    AliasEntry after = move.after();
    try {
      return catalog
          .findLedgerRow(after.artifact(), after.name(), after.revision())
          .map(row -> row.moveId().equals(after.moveId()))
          .orElse(false);
    } catch (BackendException e) {
      // Until the ledger was read, the revision may be the own one.
      throw BackendException.withoutReply(String.valueOf(e.getMessage()), e);
    }
  }

  private static long revisionOf(AliasMove.Result result, AliasMove move) {
    return result instanceof AliasMove.RevisionDiffers differs
        ? differs.current().map(AliasEntry::revision).orElse(0L)
        : move.expectedRevision();
  }

  /** Ledger times never go back, whatever the clocks of the movers say. */
  private Instant notBefore(Instant last) {
    Instant now = settings.seams().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    return now.isBefore(last) ? last : now;
  }

  private static Set<VersionNumber> without(
      Set<VersionNumber> versions, Set<VersionNumber> others) {
    Set<VersionNumber> rest = new HashSet<>(versions);
    rest.removeAll(others);
    return rest;
  }
}
