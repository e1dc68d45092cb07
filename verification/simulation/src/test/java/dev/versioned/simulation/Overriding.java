package dev.versioned.simulation;

import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Overrides;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.util.Map;

/** Operations that override keys of aliases, clear overrides, and read them. */
final class Overriding {
  private Overriding() {}

  static Operation set(AliasName alias, String key, VersionNumber version) {
    return new Operation(
        Operation.Kind.OVERRIDE,
        "send " + key + " of " + alias + " to " + version,
        hands ->
            hands.insist(
                2,
                token -> {
                  Alias changed =
                      hands.artifact.alias(alias).override(key, version, u -> u.reason(token));
                  hands.claim(
                      (oracle, span) ->
                          Oracle.check(
                              changed.overrides().versions().contains(version)
                                  && oracle
                                      .ledgers
                                      .reasonAt(alias, changed.revision())
                                      .equals(token),
                              7,
                              () -> changed + " was reported to send " + key + " to " + version));
                },
                e ->
                    Deploying.refused(
                        hands,
                        e,
                        NotThere.ofMoves(Map.of(Deploying.place(alias), Routing.to(version))))));
  }

  static Operation clear(AliasName alias) {
    return new Operation(
        Operation.Kind.CLEAR_OVERRIDES,
        "clear the overrides of " + alias,
        hands ->
            hands.insist(
                2,
                token -> {
                  Alias cleared = hands.artifact.alias(alias).clearOverrides(u -> u.reason(token));
                  hands.claim(
                      (oracle, span) ->
                          Oracle.check(
                              cleared.overrides().isEmpty(),
                              7,
                              () -> cleared + " was reported to have no overrides"));
                },
                e -> Deploying.refused(hands, e, NotThere.ofDeletion(Deploying.place(alias)))));
  }

  /** Reads the overrides that an alias names: they always fit. */
  static Operation read(AliasName alias) {
    return new Operation(
        Operation.Kind.READ_OVERRIDES,
        "read the overrides of " + alias,
        hands ->
            hands.insist(
                2,
                token ->
                    hands
                        .artifact
                        .alias(alias)
                        .find()
                        .ifPresent(
                            found -> {
                              Overrides read = hands.artifact.alias(alias).overrides(found);
                              hands.claim(
                                  (oracle, span) ->
                                      Oracle.check(
                                          found
                                              .overrides()
                                              .versions()
                                              .containsAll(read.versions().values()),
                                          7,
                                          () -> found + " was read with " + read));
                            }),
                e -> Deploying.refused(hands, e, NotThere.ofDeletion(Deploying.place(alias)))));
  }

  /** Checks a change of an alias: only some actions change its overrides. */
  static void check(Action action, Alias before, Alias after) {
    Oracle.check(
        action == Action.OVERRIDE
            || action == Action.ROLLBACK
            || before.overrides().equals(after.overrides()),
        7,
        () -> action + " changed the overrides of " + before + " to those of " + after);
    Oracle.check(
        action != Action.OVERRIDE || before.routing().equals(after.routing()),
        7,
        () -> "overrides moved " + before + " to " + after);
  }
}
