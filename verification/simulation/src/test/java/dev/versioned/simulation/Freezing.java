package dev.versioned.simulation;

import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations that freeze aliases, lift freezes and break them, and what a freeze promises. */
final class Freezing {
  private static final String BROKEN = "freeze broken: ";

  private static final Set<Action> LEAVE_TRAFFIC =
      Set.of(
          Action.DESCRIBE,
          Action.FREEZE,
          Action.UNFREEZE,
          Action.ROLLOUT_PAUSE,
          Action.ROLLOUT_RESUME,
          Action.ROLLOUT_APPROVE);

  private Freezing() {}

  static Operation freeze(AliasName alias, Duration duration) {
    return new Operation(
        Operation.Kind.FREEZE,
        "freeze " + alias + " for " + duration,
        hands ->
            hands.insist(
                2,
                token -> {
                  Instant until = hands.now().plus(duration);
                  Alias frozen = hands.artifact.alias(alias).freeze(until, u -> u.reason(token));
                  hands.claim(
                      (oracle, span) ->
                          Oracle.check(
                              frozen.freeze().map(AliasFreeze::until).equals(Optional.of(until))
                                  && oracle
                                      .ledgers
                                      .reasonAt(alias, frozen.revision())
                                      .equals(token),
                              7,
                              () -> frozen + " was reported as frozen until " + until));
                },
                e -> Deploying.refused(hands, e, NotThere.ofDeletion(Deploying.place(alias)))));
  }

  static Operation unfreeze(AliasName alias) {
    return new Operation(
        Operation.Kind.UNFREEZE,
        "unfreeze " + alias,
        hands ->
            hands.insist(
                2,
                token -> hands.artifact.alias(alias).unfreeze(u -> u.reason(token)),
                e -> Deploying.refused(hands, e, NotThere.ofDeletion(Deploying.place(alias)))));
  }

  /** Moves an alias even if it is frozen. */
  static Operation breakThrough(AliasName alias, Routing routing) {
    return new Operation(
        Operation.Kind.BREAK_FREEZE,
        "move " + alias + " to " + routing + " even if it is frozen",
        hands ->
            hands.insist(
                2,
                token -> {
                  Alias moved =
                      hands
                          .artifact
                          .alias(alias)
                          .moveTo(routing, u -> u.reason(token).breakFreeze("a drill"));
                  hands.claim(
                      (oracle, span) ->
                          Oracle.check(
                              withoutSuffix(oracle.ledgers.reasonAt(alias, moved.revision()))
                                      .equals(token)
                                  && moved.routing().equals(routing),
                              7,
                              () -> moved + " was reported as moved to " + routing));
                },
                e ->
                    Deploying.refused(
                        hands, e, NotThere.ofMoves(Map.of(Deploying.place(alias), routing)))));
  }

  /** Returns the reason of a move without the record of a broken freeze. */
  static String withoutSuffix(String reason) {
    int suffix = reason.indexOf("; " + BROKEN);
    return suffix < 0 ? reason : reason.substring(0, suffix);
  }

  /**
   * Checks a change of an alias: it moves through no freeze that it does not break, and only
   * freezing and unfreezing change a freeze that is in force.
   */
  static void check(LedgerEntry row, Optional<Alias> before, Optional<Alias> after) {
    Optional<AliasFreeze> freeze =
        before.flatMap(Alias::freeze).filter(one -> one.isInForce(row.at()));
    if (freeze.isEmpty()) {
      return;
    }
    Oracle.check(
        LEAVE_TRAFFIC.contains(row.action()) || row.reason().contains(BROKEN),
        7,
        () -> row + " moved through " + freeze.get());
    Oracle.check(
        row.action() == Action.FREEZE
            || row.action() == Action.UNFREEZE
            || after.isEmpty()
            || after.get().freeze().equals(freeze),
        7,
        () -> row + " changed " + freeze.get());
    Oracle.check(
        !LEAVE_TRAFFIC.contains(row.action()) || row.before().equals(row.after()),
        7,
        () -> row + " moved traffic");
  }
}
