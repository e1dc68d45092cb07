package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.RolloutHandle;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickReport;
import dev.versioned.rollout.TickResult;
import dev.versioned.rollout.TickedAlias;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Operations that start, drive and end rollouts, and checks of their results. */
final class RollingOut {
  private RollingOut() {}

  static Operation start(AliasName alias, VersionNumber version, RolloutStrategy strategy) {
    return start(alias, RolloutPlan.of(version, strategy));
  }

  static Operation start(AliasName alias, RolloutPlan plan) {
    return new Operation(
        Operation.Kind.ROLLOUT_START,
        "start a rollout of " + alias + " by " + plan,
        hands ->
            hands.insist(
                2,
                token -> {
                  try {
                    RolloutStatus started =
                        hands.artifact.alias(alias).rollout().start(plan, u -> u.reason(token));
                    hands.claim((oracle, span) -> done(oracle, started, token));
                  } catch (IllegalArgumentException e) {
                    // It has all the traffic already, or the traffic is split.
                    hands.claim((oracle, span) -> oracle.neverVisible(token));
                  }
                },
                e -> startRefused(hands, e, alias, plan.version())));
  }

  private static void startRefused(
      Hands hands, ArtifactException e, AliasName alias, VersionNumber version) {
    if (e instanceof AlreadyExistsException) {
      hands.claim(
          (oracle, span) ->
              check(
                  oracle.ledgers.was(alias, span, Standing::isRollingOut),
                  8,
                  () -> "no rollout was under way: " + e.getMessage()));
    } else {
      Place place = Deploying.place(alias);
      Deploying.refused(hands, e, NotThere.ofMoves(Map.of(place, Routing.to(version))));
    }
  }

  private static void done(Oracle oracle, RolloutStatus status, String token) {
    check(
        oracle.ledgers.reasonAt(status.alias().name(), status.alias().revision()).equals(token),
        7,
        () -> status + " was reported as done, and the ledger says otherwise");
  }

  /** Ticks a number of times, a second apart, or until the rollout is over. */
  static Operation tick(AliasName alias, HealthGate gate, int times) {
    return new Operation(
        Operation.Kind.ROLLOUT_TICK,
        "tick " + alias + " " + times + " times",
        hands -> {
          RolloutHandle rollout = hands.artifact.alias(alias).rollout();
          for (int i = 0; i < times; i++) {
            hands.insist(
                1,
                token -> {
                  AtomicReference<Health> said = new AtomicReference<>();
                  TickResult result =
                      rollout.tick(
                          seen -> {
                            said.set(gate.check(seen));
                            return said.get();
                          });
                  hands.claim((oracle, span) -> ticked(oracle, result, said.get()));
                },
                e -> Deploying.refused(hands, e, NotThere.ofTicks(Deploying.place(alias))));
            hands.sleep(Duration.ofSeconds(1));
          }
        });
  }

  /** The name of the gate that the plans name, and the tickers of all rollouts have. */
  static final String GATE = "drill";

  /** Ticks all rollouts that are found, by the gates that they name. */
  static Operation tickAll(HealthGate gate) {
    return new Operation(
        Operation.Kind.ROLLOUT_TICK_ALL,
        "tick all rollouts",
        hands ->
            hands.insist(
                1,
                token -> {
                  Map<AliasName, Health> said = new HashMap<>();
                  HealthGate heard =
                      seen -> {
                        Health health = gate.check(seen);
                        said.put(seen.alias().name(), health);
                        return health;
                      };
                  TickReport report =
                      hands
                          .repository
                          .rolloutTicker()
                          .withGates(HealthGates.of(Map.of(GATE, heard)))
                          .run();
                  report.ticks().forEach(result -> tickedByName(hands, result, said));
                  report.withoutGate().forEach(left -> isUnnamed(hands, left.status()));
                  report.failures().forEach(failed -> failed(hands, failed));
                },
                e -> Deploying.refused(hands, e, NotThere.ofMoves(Map.of()))));
  }

  private static void tickedByName(Hands hands, TickResult result, Map<AliasName, Health> said) {
    String gate = result.status().rollout().plan().gate();
    Health health =
        gate.equals(RolloutPlan.NO_GATE)
            ? Health.healthy()
            : said.get(result.status().alias().name());
    hands.claim(
        (oracle, span) -> {
          check(
              !gate.isEmpty() || result.outcome() == TickResult.Outcome.OUTRUN,
              8,
              () -> result + " was ticked without its gate");
          ticked(oracle, result, health);
        });
  }

  private static void isUnnamed(Hands hands, RolloutStatus status) {
    hands.claim(
        (oracle, span) ->
            check(
                status.rollout().plan().gate().isEmpty(),
                8,
                () -> "the gate of " + status + " was not asked"));
  }

  private static void failed(Hands hands, TickedAlias.Failed failed) {
    if (failed.cause() instanceof BackendException e) {
      hands.allow(
          hands.in(Circumstance.FAILURES)
              || hands.in(Circumstance.COLLECTOR)
              || hands.in(Circumstance.HURRY),
          e);
    } else if (failed.cause() instanceof UnknownOutcomeException e) {
      hands.allow(hands.in(Circumstance.FAILURES), e);
    } else if (failed.cause() instanceof ArtifactException e) {
      Deploying.refused(hands, e, NotThere.ofTicks(Deploying.place(failed.alias())));
    } else {
      throw failed.cause();
    }
  }

  private static void ticked(Oracle oracle, TickResult result, @Nullable Health said) {
    RolloutStatus status = result.status();
    check(
        (said != null && !(said instanceof Health.Unhealthy))
            || status.rollout().isOver()
            || result.outcome() == TickResult.Outcome.OUTRUN,
        8,
        () -> result + " was reported, and the gate had returned " + said);
    Action expected =
        switch (result.outcome()) {
          case STEPPED -> Action.ROLLOUT_STEP;
          case PROMOTED -> Action.PROMOTE;
          case ROLLED_BACK -> Action.ROLLBACK;
          case WAITED, OUTRUN, OVER -> null;
        };
    check(
        expected == null
            || expected
                == oracle.ledgers.actionAt(status.alias().name(), status.alias().revision()),
        7,
        () -> result + " was reported, and the ledger says otherwise");
  }

  static Operation pause(AliasName alias) {
    return steer("pause", alias, (rollout, token) -> rollout.pause(u -> u.reason(token)));
  }

  static Operation resume(AliasName alias) {
    return steer("resume", alias, (rollout, token) -> rollout.resume(u -> u.reason(token)));
  }

  static Operation abort(AliasName alias) {
    return steer("abort", alias, (rollout, token) -> rollout.abort(u -> u.reason(token)));
  }

  /** Makes the next step before it is due, or promotes at once. */
  static Operation advance(AliasName alias, boolean toEnd) {
    return new Operation(
        Operation.Kind.ROLLOUT_ADVANCE,
        "advance the rollout of " + alias + (toEnd ? " to its end" : ""),
        hands ->
            hands.insist(
                2,
                token -> {
                  RolloutHandle rollout = hands.artifact.alias(alias).rollout();
                  RolloutStatus status =
                      toEnd
                          ? rollout.advanceToEnd(u -> u.reason(token))
                          : rollout.advance(u -> u.reason(token));
                  hands.claim((oracle, span) -> done(oracle, status, token));
                },
                e ->
                    Steered.refused(
                        hands,
                        e,
                        alias,
                        toEnd
                            ? rollout -> !rollout.missingApprovals().isEmpty()
                            : Rollout::isAwaitingApproval)));
  }

  /** Approves a rollout, in the name of a person or of the actor who also starts rollouts. */
  static Operation approve(AliasName alias, boolean byAnother) {
    return new Operation(
        Operation.Kind.ROLLOUT_APPROVE,
        "approve the rollout of " + alias + (byAnother ? " as another" : ""),
        hands ->
            hands.insist(
                2,
                token -> {
                  RolloutStatus status =
                      hands
                          .artifact
                          .alias(alias)
                          .rollout()
                          .approve(u -> (byAnother ? u.by("ada") : u).reason(token));
                  hands.claim(
                      (oracle, span) ->
                          check(
                              !status.rollout().isAwaitingApproval(),
                              8,
                              () -> status + " was reported as approved"));
                },
                e -> Steered.refused(hands, e, alias, Rollout::isAwaitingApproval)));
  }

  /** A manual change of a rollout. */
  private interface Steering {
    RolloutStatus steer(RolloutHandle rollout, String token);
  }

  /**
   * Changes a rollout manually; if nothing changes, no write is needed and no ledger has a row of
   * it.
   */
  private static Operation steer(String what, AliasName alias, Steering steering) {
    return new Operation(
        Operation.Kind.ROLLOUT_STEER,
        what + " the rollout of " + alias,
        hands ->
            hands.insist(
                2,
                token -> {
                  RolloutStatus status =
                      steering.steer(hands.artifact.alias(alias).rollout(), token);
                  hands.claim(
                      (oracle, span) ->
                          check(
                              oracle
                                  .ledgers
                                  .routingAt(status.alias().name(), status.alias().revision())
                                  .map(status.alias().routing()::equals)
                                  .orElse(false),
                              7,
                              () -> status + " was reported, and the ledger says otherwise"));
                },
                e -> Deploying.refused(hands, e, NotThere.ofSteering(Deploying.place(alias)))));
  }
}
