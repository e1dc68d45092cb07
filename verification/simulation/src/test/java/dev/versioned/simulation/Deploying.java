package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.AliasHandle;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.Latest;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.simulation.Change.Keying;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations that move aliases, and checks of their results. */
final class Deploying {
  private Deploying() {}

  static Operation moveTo(AliasName alias, Routing routing, int tries) {
    return moveTo(alias, routing, tries, Keying.OF_THE_CALL);
  }

  static Operation moveTo(AliasName alias, Routing routing, int tries, Keying keying) {
    return change(
        Operation.Kind.MOVE,
        "move " + alias + " to " + routing,
        alias,
        tries,
        keying,
        (hands, change) ->
            moved(
                hands,
                change,
                hands.artifact.alias(alias).moveTo(routing, change::describe),
                routing),
        (hands, e) -> refused(hands, e, NotThere.ofMoves(Map.of(place(alias), routing))));
  }

  /** Makes a change with an actor's tools. */
  private interface Making {
    void make(Hands hands, Change change);
  }

  /** Claims the conditions under which a change may be refused like this. */
  private interface Refusal {
    void check(Hands hands, ArtifactException e);
  }

  private static Operation change(
      Operation.Kind kind,
      String name,
      AliasName alias,
      int tries,
      Keying keying,
      Making making,
      Refusal refusal) {
    return new Operation(
        kind,
        name + (keying == Keying.OF_THE_JOB ? " as a job" : ""),
        hands ->
            hands.change(
                alias,
                tries,
                keying,
                change -> making.make(hands, change),
                e -> refusal.check(hands, e)));
  }

  private static void moved(Hands hands, Change change, Alias moved, Routing routing) {
    change.succeeded(hands, Optional.of(moved));
    if (!change.isReplayed()) {
      moved(hands, moved, routing, change.token());
    }
  }

  private static void moved(Hands hands, Alias moved, Routing routing, String token) {
    hands.claim(
        (oracle, span) -> {
          check(moved.routing().equals(routing), 7, () -> moved + " was not moved to " + routing);
          check(
              oracle.ledgers.reasonAt(moved.name(), moved.revision()).equals(token),
              7,
              () -> moved + " was reported as moved, and the ledger says otherwise");
        });
  }

  static Place place(AliasName alias) {
    return new Place(Worlds.ARTIFACT, alias);
  }

  static void refused(Hands hands, ArtifactException e, NotThere missing) {
    if (e instanceof NotFoundException notFound) {
      hands.claim((oracle, span) -> missing.check(oracle, span, notFound));
    } else if (e instanceof MoveRefusedException refused) {
      hands.claim(
          (oracle, span) ->
              check(
                  refused.reason() == MoveRefusedException.Reason.FROZEN
                      && missing.places().stream()
                          .anyMatch(
                              place ->
                                  oracle
                                      .ledgersOf(place.artifact())
                                      .was(place.alias(), span, Standing::isFrozen)),
                  7,
                  () -> "it was not frozen: " + e.getMessage()));
    } else {
      hands.allow(e instanceof RevisionConflictException && hands.in(Circumstance.HURRY), e);
    }
  }

  /** Reads an alias, waits, and moves it only if it is as read. */
  static Operation fenced(AliasName alias, Routing routing) {
    return new Operation(
        Operation.Kind.FENCED_MOVE,
        "move " + alias + " to " + routing + " if it is as read",
        hands -> {
          AliasHandle handle = hands.artifact.alias(alias);
          long[] read = {-1};
          hands.change(
              alias,
              2,
              Keying.OF_THE_CALL,
              change -> {
                if (read[0] < 0 || !change.isInDoubt()) {
                  read[0] = handle.find().map(Alias::revision).orElse(0L);
                }
                long revision = read[0];
                Alias moved =
                    handle.moveTo(
                        routing,
                        update -> {
                          change.describe(update);
                          update.expectRevision(revision);
                        });
                moved(hands, change, moved, routing);
                if (revision > 0 && !change.isReplayed()) {
                  hands.claim(
                      (oracle, span) ->
                          check(
                              moved.revision() == revision + 1,
                              7,
                              () -> moved + " was moved from another revision than " + revision));
                }
              },
              e -> {
                if (!(e instanceof RevisionConflictException)) {
                  refused(hands, e, NotThere.ofMoves(Map.of(place(alias), routing)));
                }
              });
        });
  }

  static Operation create(AliasName alias, Routing routing, Keying keying) {
    return change(
        Operation.Kind.CREATE_ALIAS,
        "create " + alias + " at " + routing,
        alias,
        2,
        keying,
        (hands, change) ->
            moved(
                hands,
                change,
                hands.artifact.alias(alias).create(routing, change::describe),
                routing),
        (hands, e) -> {
          if (e instanceof AlreadyExistsException) {
            hands.claim(
                (oracle, span) ->
                    check(
                        oracle.ledgers.was(alias, span, standing -> !standing.isAbsent()),
                        7,
                        () -> alias + " was not there: " + e.getMessage()));
          } else {
            refused(hands, e, NotThere.ofMoves(Map.of(place(alias), routing)));
          }
        });
  }

  /** Passes versions instead of numbers; a repeat passes the same versions. */
  static Operation split(
      AliasName alias, VersionNumber primary, VersionNumber canary, Keying keying) {
    Routing routing = Routing.split(primary, canary, Weight.percent(20));
    return ofVersions(
        Operation.Kind.SPLIT,
        alias,
        routing,
        List.of(primary, canary),
        keying,
        (handle, versions, change) ->
            handle.split(versions.get(0), versions.get(1), Weight.percent(20), change::describe));
  }

  /** Passes a version instead of a number; a repeat passes the same version. */
  static Operation pointTo(AliasName alias, VersionNumber number, Keying keying) {
    return ofVersions(
        Operation.Kind.POINT,
        alias,
        Routing.to(number),
        List.of(number),
        keying,
        (handle, versions, change) -> handle.pointTo(versions.get(0), change::describe));
  }

  /** Moves an alias to versions. */
  private interface ToVersions {
    Alias move(AliasHandle handle, List<Version> versions, Change change);
  }

  private static Operation ofVersions(
      Operation.Kind kind,
      AliasName alias,
      Routing routing,
      List<VersionNumber> numbers,
      Keying keying,
      ToVersions call) {
    return new Operation(
        kind,
        "hand " + alias + " the versions of " + routing,
        hands -> {
          List<Version> versions = new ArrayList<>();
          hands.change(
              alias,
              2,
              keying,
              change -> {
                for (VersionNumber number : numbers.subList(versions.size(), numbers.size())) {
                  versions.add(hands.artifact.resolve(number));
                }
                moved(
                    hands,
                    change,
                    call.move(hands.artifact.alias(alias), versions, change),
                    routing);
              },
              e -> refused(hands, e, NotThere.ofMoves(Map.of(place(alias), routing))));
        });
  }

  /** Gives one version a weight, whatever else the alias routes to. */
  static Operation weigh(AliasName alias, VersionNumber canary, Keying keying) {
    return change(
        Operation.Kind.WEIGH,
        "weigh " + canary + " in " + alias,
        alias,
        2,
        keying,
        (hands, change) ->
            unlessSplit(
                hands,
                change,
                () -> {
                  Alias moved =
                      hands
                          .artifact
                          .alias(alias)
                          .weigh(canary, Weight.percent(20), change::describe);
                  moved(hands, change, moved, moved.routing());
                  boolean made = !change.isReplayed();
                  hands.claim(
                      (oracle, span) ->
                          check(
                              !made || moved.routing().weightOf(canary).equals(Weight.percent(20)),
                              7,
                              () -> moved + " does not weigh " + canary));
                }),
        (hands, e) ->
            refused(hands, e, NotThere.ofMoves(Map.of(place(alias), Routing.to(canary)))));
  }

  /** Permits a refusal if the change makes no sense for the current routing. */
  private static void unlessSplit(Hands hands, Change change, Runnable call) {
    try {
      call.run();
    } catch (IllegalArgumentException e) {
      change.refused(hands);
    }
  }

  static Operation promote(AliasName alias) {
    return promote(alias, Keying.OF_THE_CALL);
  }

  static Operation promote(AliasName alias, Keying keying) {
    return change(
        Operation.Kind.PROMOTE,
        "promote " + alias,
        alias,
        2,
        keying,
        (hands, change) ->
            unlessSplit(
                hands,
                change,
                () -> {
                  Alias moved = hands.artifact.alias(alias).promote(change::describe);
                  moved(hands, change, moved, Routing.to(moved.routing().primary()));
                }),
        (hands, e) -> refused(hands, e, NotThere.ofPromotion(place(alias))));
  }

  static Operation rollback(AliasName alias, int tries) {
    return rollback(alias, tries, Keying.OF_THE_CALL);
  }

  static Operation rollback(AliasName alias, int tries, Keying keying) {
    return change(
        Operation.Kind.ROLLBACK,
        "roll back " + alias,
        alias,
        tries,
        keying,
        (hands, change) -> {
          Alias moved = hands.artifact.alias(alias).rollback(change::describe);
          moved(hands, change, moved, moved.routing());
        },
        (hands, e) -> refused(hands, e, NotThere.ofRollbacks(List.of(place(alias)))));
  }

  static Operation delete(AliasName alias) {
    return delete(alias, Keying.OF_THE_CALL);
  }

  static Operation delete(AliasName alias, Keying keying) {
    return change(
        Operation.Kind.DELETE_ALIAS,
        "delete alias " + alias,
        alias,
        2,
        keying,
        (hands, change) -> {
          hands.artifact.alias(alias).delete(change::describe);
          change.succeeded(hands, Optional.empty());
        },
        (hands, e) -> refused(hands, e, NotThere.ofDeletion(place(alias))));
  }

  /** Moves weights step by step, each conditional on the revision of the previous step. */
  static Operation shift(AliasName alias, VersionNumber canary) {
    return new Operation(
        Operation.Kind.SHIFT,
        "shift " + alias + " to " + canary,
        hands -> {
          AliasHandle handle = hands.artifact.alias(alias);
          hands.insist(
              1,
              begin -> {
                Optional<Alias> read = handle.find();
                if (read.isEmpty() || !canShift(read.get().routing(), canary)) {
                  return;
                }
                Alias last = read.get();
                last = step(hands, handle, last, canary, Weight.percent(10));
                last = step(hands, handle, last, canary, Weight.percent(60));
                long revision = last.revision();
                String token = hands.token();
                Alias done = handle.promote(u -> u.reason(token).expectRevision(revision));
                moved(hands, done, Routing.to(canary), token);
              },
              e -> {
                if (!(e instanceof RevisionConflictException)) {
                  refused(hands, e, NotThere.ofMoves(Map.of(place(alias), Routing.to(canary))));
                }
              });
        });
  }

  /**
   * Returns whether a shift is possible: not from the working copy, not to the version that already
   * serves, not if there is another canary.
   */
  private static boolean canShift(Routing routing, VersionNumber canary) {
    return routing.primary() != Latest.LATEST
        && !routing.primary().equals(canary)
        && (!routing.isSplit() || routing.additional().keySet().equals(Set.of(canary)));
  }

  private static Alias step(
      Hands hands, AliasHandle handle, Alias last, VersionNumber canary, Weight weight) {
    String token = hands.token();
    Alias next =
        handle.weigh(Map.of(canary, weight), u -> u.reason(token).expectRevision(last.revision()));
    hands.claim(
        (oracle, span) -> {
          check(
              next.revision() == last.revision() + 1,
              7,
              () -> next + " is not the step after " + last);
          check(
              next.routing().weightOf(canary).equals(weight)
                  && oracle.ledgers.reasonAt(next.name(), next.revision()).equals(token),
              7,
              () -> next + " was reported as stepped, and the ledger says otherwise");
        });
    return next;
  }
}
