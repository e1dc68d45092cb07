package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.Alias;
import dev.versioned.AliasHandle;
import dev.versioned.AliasName;
import dev.versioned.ArtifactException;
import dev.versioned.Latest;
import dev.versioned.NotFoundException;
import dev.versioned.RevisionConflictException;
import dev.versioned.Routing;
import dev.versioned.VersionNumber;
import dev.versioned.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations that move aliases, and what must be true of what they are told. */
final class Deploying {
  private Deploying() {}

  static Operation moveTo(AliasName alias, Routing routing, int tries) {
    return new Operation(
        Operation.Kind.MOVE,
        "move " + alias + " to " + routing,
        hands ->
            hands.insist(
                tries,
                token -> {
                  Alias moved =
                      hands.artifact.alias(alias).moveTo(routing, update -> update.reason(token));
                  moved(hands, moved, routing, token);
                },
                e -> refused(hands, e, NotThere.ofMoves(Map.of(place(alias), routing)))));
  }

  private static void moved(Hands hands, Alias moved, Routing routing, String token) {
    hands.claim(
        (oracle, span) -> {
          check(moved.routing().equals(routing), 7, () -> moved + " was not moved to " + routing);
          check(
              oracle.ledgers.reasonAt(moved.name(), moved.revision()).equals(token),
              7,
              () -> moved + " was told to be moved, and the ledger says otherwise");
        });
  }

  static Place place(AliasName alias) {
    return new Place(Worlds.ARTIFACT, alias);
  }

  static void refused(Hands hands, ArtifactException e, NotThere missing) {
    if (e instanceof NotFoundException notFound) {
      hands.claim((oracle, span) -> missing.check(oracle, span, notFound));
    } else {
      hands.allow(e instanceof RevisionConflictException && hands.in(Circumstance.HURRY), e);
    }
  }

  /** Reads, thinks, and moves only what it has read. */
  static Operation fenced(AliasName alias, Routing routing) {
    return new Operation(
        Operation.Kind.FENCED_MOVE,
        "move " + alias + " to " + routing + " if it is as read",
        hands ->
            hands.insist(
                1,
                token -> {
                  AliasHandle handle = hands.artifact.alias(alias);
                  long revision = handle.find().map(Alias::revision).orElse(0L);
                  Alias moved =
                      handle.moveTo(
                          routing, update -> update.reason(token).expectRevision(revision));
                  moved(hands, moved, routing, token);
                  if (revision > 0) {
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
                }));
  }

  static Operation promote(AliasName alias) {
    return new Operation(
        Operation.Kind.PROMOTE,
        "promote " + alias,
        hands ->
            hands.insist(
                2,
                token -> {
                  try {
                    Alias moved = hands.artifact.alias(alias).promote(u -> u.reason(token));
                    moved(hands, moved, Routing.to(moved.routing().primary()), token);
                  } catch (IllegalArgumentException e) {
                    // A ticker has made it three versions.
                    hands.claim((oracle, span) -> oracle.neverVisible(token));
                  }
                },
                e -> refused(hands, e, NotThere.ofPromotion(place(alias)))));
  }

  static Operation rollback(AliasName alias, int tries) {
    return new Operation(
        Operation.Kind.ROLLBACK,
        "roll back " + alias,
        hands ->
            hands.insist(
                tries,
                token -> {
                  Alias moved = hands.artifact.alias(alias).rollback(u -> u.reason(token));
                  moved(hands, moved, moved.routing(), token);
                },
                e -> refused(hands, e, NotThere.ofRollbacks(List.of(place(alias))))));
  }

  static Operation delete(AliasName alias) {
    return new Operation(
        Operation.Kind.DELETE_ALIAS,
        "delete alias " + alias,
        hands ->
            hands.insist(
                2,
                token -> hands.artifact.alias(alias).delete(u -> u.reason(token)),
                e -> refused(hands, e, NotThere.ofDeletion(place(alias)))));
  }

  /** Moves weights step by step, each fenced by the revision of the one before. */
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

  /** Not from the working copy, not to what serves already, not beside another canary. */
  private static boolean canShift(Routing routing, VersionNumber canary) {
    return routing.primary() != Latest.LATEST
        && !routing.primary().equals(canary)
        && (!routing.isSplit() || routing.additional().containsKey(canary));
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
              () -> next + " was told to be stepped on, and the ledger says otherwise");
        });
    return next;
  }
}
