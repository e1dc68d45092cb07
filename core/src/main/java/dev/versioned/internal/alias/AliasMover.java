package dev.versioned.internal.alias;

import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.read.MissingVersion;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.AliasMoveSet;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Changes aliases, one or several at once. It reads the aliases, decides, and swaps them in one
 * transaction with the ledger rows and the references. If another change wins, it starts over,
 * unless a revision was expected.
 */
public final class AliasMover {
  private final Catalog catalog;
  private final Settings settings;
  private final AliasPlanner planner;
  private final OwnPlace place;
  private final AliasTrust trust;
  private final LedgerChain chain;
  private final MoveEvents events;

  public AliasMover(
      Catalog catalog,
      Settings settings,
      OwnPlace place,
      VersionTrust trust,
      AliasTrust aliasTrust) {
    this.catalog = catalog;
    this.settings = settings;
    this.planner = new AliasPlanner(catalog, settings, trust, aliasTrust);
    this.place = place;
    this.trust = aliasTrust;
    this.events = new MoveEvents(settings);
    this.chain = new LedgerChain(catalog, settings, aliasTrust);
  }

  /**
   * One requested change of an alias.
   *
   * @param expectedRevision the revision that the alias must have, if one is expected
   * @param meant the versions that the caller passed as objects, not only by their numbers
   * @param decide returns the desired state; called again each time another change won
   */
  public record Wish(
      ArtifactName artifact,
      AliasName name,
      LedgerEntry.Action action,
      OptionalLong expectedRevision,
      List<Version> meant,
      Function<Optional<AliasEntry.Present>, Goal> decide) {

    @Override
    public String toString() {
      return Verbs.of(action) + " alias " + artifact + ":" + name;
    }
  }

  /**
   * Changes an alias; returns empty if it was deleted, or no change was needed. A change that was
   * already made under the same key is not made again.
   *
   * @param key the key of the change, if it has one
   */
  public Optional<AliasEntry.Present> change(
      Wish wish, ChangeRequest request, Optional<MoveKey> key) {
    return events.reportingRefusal(List.of(wish), request, () -> changeOne(wish, request, key));
  }

  private Optional<AliasEntry.Present> changeOne(
      Wish wish, ChangeRequest request, Optional<MoveKey> key) {
    place.startItemsCheck();
    Repeats repeats = new Repeats(catalog, settings, wish);
    // Only a key from the caller can have been used before. It is read at the same time as the
    // alias.
    AtOnce<Optional<MoveRecord>> earlier =
        request.idempotencyKey().isPresent() && key.isPresent()
            ? AtOnce.start(() -> repeats.find(key.get()), settings.environment().executor())
            : AtOnce.answered(Optional.empty());
    Optional<AliasEntry> entry = read(wish);
    Optional<MoveRecord> known = earlier.join();
    Outcome outcome =
        known.isPresent()
            ? new Repeat(known.get())
            : make(wish.toString(), List.of(wish), request, key, w -> entry);
    if (outcome instanceof Repeat repeat) {
      return repeats.replay(repeat.record(), key.orElseThrow(), request);
    }
    List<AliasMove> moves = ((Made) outcome).moves();
    return moves.isEmpty() ? Optional.empty() : moves.get(0).after().present();
  }

  /** Changes aliases, all or none; leaves out those that need no change. */
  public List<AliasMove> changeAll(String what, List<Wish> wishes, ChangeRequest request) {
    place.startItemsCheck();
    return events.reportingRefusal(
        wishes,
        request,
        () -> ((Made) make(what, wishes, request, Optional.empty(), this::read)).moves());
  }

  /** The result of a change. */
  private sealed interface Outcome {}

  /** This call made the change; the only result without a key. */
  private record Made(List<AliasMove> moves) implements Outcome {}

  /** An earlier call made the change under the same key. */
  private record Repeat(MoveRecord record) implements Outcome {}

  /** Reads the entry under an alias's name. */
  private interface Read {
    Optional<AliasEntry> of(Wish wish);
  }

  private Optional<AliasEntry> read(Wish wish) {
    Optional<AliasEntry.Present> before = trust.newest(wish.artifact(), wish.name());
    Optional<AliasEntry> entry = catalog.findAlias(wish.artifact(), wish.name());
    Optional<AliasEntry.Present> present = entry.flatMap(AliasEntry::present);
    // rule: put-back-alias-is-not-moved-on
    if (present.isPresent() && wish.action() != LedgerEntry.Action.DELETE) {
      AliasTrust.checkNotPutBack(Verbs.of(wish.action()), present.get(), before);
    }
    return entry;
  }

  /** Plans the first attempt from the result of {@code first}; each further attempt reads again. */
  private Outcome make(
      String what, List<Wish> wishes, ChangeRequest request, Optional<MoveKey> key, Read first) {
    Retry retry = Retry.of(what, settings.contentionTimeout(), settings.environment());
    Read read = first;
    while (true) {
      place.checkItems();
      List<Planned> planned = plan(wishes, request, key, read);
      read = this::read;
      List<AliasMove> moves = planned.stream().map(Planned::move).toList();
      if (moves.isEmpty()) {
        return new Made(moves);
      }
      AliasMoveSet set = MoveSize.check(what, new AliasMoveSet(moves));
      AliasMoveSet.Result result =
          retry.untilAnswered(() -> make(set, what), key.map(MoveKey::key));
      if (result instanceof AliasMoveSet.Moved) {
        planned.forEach(p -> events.moved(p.move(), p.before(), p.ended(), request));
        return new Made(moves);
      }
      if (!(result instanceof AliasMoveSet.Refused refused)) {
        throw Kinds.unknown(result); // contention is thrown as an exception
      }
      if (refused.why() instanceof AliasMove.KeyTaken taken) {
        return new Repeat(taken.existing());
      } else if (refused.why() instanceof AliasMove.NotActive notActive) {
        ArtifactName artifact = refused.move().after().artifact();
        VersionNumber number = notActive.versions().iterator().next();
        throw MissingVersion.noVersion(
            "route to", artifact, number, catalog.findVersion(artifact, number));
      } else if (!(refused.why() instanceof AliasMove.RevisionDiffers)) {
        throw new IllegalStateException("a move was refused for no reason: " + refused.why());
      }
      // Another change won. The next plan checks an expected revision again.
      if (!retry.pause()) {
        throw new RevisionConflictException(
            "Cannot "
                + what
                + ": other updates kept winning for "
                + settings.contentionTimeout()
                + "; retry later",
            refused.move().expectedRevision(),
            refused.actualRevision());
      }
    }
  }

  /**
   * Refuses to continue from a state that no trusted key has made: the new state would be signed,
   * and would keep what someone else decided. Deleting such an alias is allowed.
   */
  private void checkTrusted(Wish wish, Optional<AliasEntry.Present> present, Goal goal) {
    // rule: forged-alias-is-not-moved-on
    if (present.isPresent() && !(goal instanceof Goal.Remove)) {
      trust.checkSignature(Verbs.of(wish.action()), present.get());
      if (goal instanceof Goal.Restore restore) {
        chain.check(present.get(), restore);
      }
    }
  }

  /** A move, the last rollout of the alias before it, and the one that it ends. */
  private record Planned(AliasMove move, Optional<Rollout> before, Optional<Rollout> ended) {}

  private List<Planned> plan(
      List<Wish> wishes, ChangeRequest request, Optional<MoveKey> key, Read read) {
    String moveId = settings.environment().ids().get();
    List<Planned> moves = new ArrayList<>();
    for (Wish wish : wishes) {
      AliasPlanner.Task task =
          new AliasPlanner.Task(
              wish.artifact(),
              wish.name(),
              wish.action(),
              request,
              wish.meant(),
              read.of(wish),
              moveId,
              key,
              place.epoch());
      checkExpected(wish, task.present());
      Goal goal = wish.decide().apply(task.present());
      checkTrusted(wish, task.present(), goal);
      if (!(goal instanceof Goal.Nothing)) {
        AliasPlanner.Task allowed = Freezes.check(wish, task, trust, settings.environment());
        // rule: move-tells-the-rollout-it-ended
        moves.add(
            new Planned(planner.plan(allowed, goal), allowed.rollout(), allowed.endedBy(goal)));
      }
    }
    return moves;
  }

  private static void checkExpected(Wish wish, Optional<AliasEntry.Present> present) {
    long actual = present.map(AliasEntry.Present::revision).orElse(0L);
    long expected = wish.expectedRevision().orElse(actual);
    // rule: expected-revision-is-compared
    if (expected != actual) {
      throw new RevisionConflictException(
          "Cannot "
              + wish
              + ": it is at revision "
              + actual
              + ", not "
              + expected
              + " as expected"
              + (actual == 0 ? " (there is no such alias)" : "")
              + "; read the alias again, then decide",
          expected,
          actual);
    }
  }

  /**
   * Makes moves once. Recognizes this call's own moves whose reply was lost, even if other moves
   * followed. Contention is thrown as a failure, so that the same moves are retried: new moves
   * after a lost reply could be made twice.
   */
  private AliasMoveSet.Result make(AliasMoveSet set, String what) {
    AliasMoveSet.Result result = catalog.moveAll(set);
    if (result instanceof AliasMoveSet.Contended) {
      throw BackendException.transientFailure(
          "Cannot " + what + ": other transactions were writing the same items; retry later", null);
    }
    if (!(result instanceof AliasMoveSet.Refused refused)) {
      return result;
    }
    boolean own =
        refused.why() instanceof AliasMove.KeyTaken taken
            ? taken.existing().moveId().equals(refused.move().after().moveId())
            // rule: move-without-a-reply-is-looked-for
            : refused.why() instanceof AliasMove.RevisionDiffers && isOwn(refused.move());
    return own ? new AliasMoveSet.Moved() : result;
  }

  /** Returns whether this call made the move. A set is atomic, so one of its moves proves all. */
  private boolean isOwn(AliasMove move) {
    AliasEntry after = move.after();
    try {
      return catalog
          .findLedgerRow(after.artifact(), after.name(), after.revision())
          // rule: own-move-is-recognised
          .map(row -> row.moveId().equals(after.moveId()))
          .orElse(false);
    } catch (BackendException e) {
      // Until the ledger is read, the new revision may be this move's own.
      throw BackendException.unknownOutcome(String.valueOf(e.getMessage()), e);
    }
  }
}
