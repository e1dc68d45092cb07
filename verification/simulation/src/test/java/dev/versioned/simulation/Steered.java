package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan.Approver;
import java.util.function.Predicate;

/** The refusals that a person may meet who advances or approves a rollout. */
final class Steered {
  private Steered() {}

  /**
   * Claims that a refusal had its reason at some time during the call.
   *
   * @param waits whether a rollout is one that the call must not move for want of an approval
   */
  static void refused(Hands hands, ArtifactException e, AliasName alias, Predicate<Rollout> waits) {
    if (e instanceof MoveRefusedException refused
        && refused.reason() != MoveRefusedException.Reason.FROZEN) {
      hands.claim(
          (oracle, span) ->
              check(
                  oracle.ledgers.was(alias, span, standing -> isReason(refused, standing, waits)),
                  8,
                  () -> "refused without a reason: " + e.getMessage()));
    } else if (e instanceof RevisionConflictException) {
      boolean hurry = hands.in(Circumstance.HURRY);
      hands.claim(
          (oracle, span) ->
              check(
                  hurry || oracle.ledgers.wasMoved(alias, span),
                  7,
                  () -> "nobody moved it: " + e.getMessage()));
    } else {
      Deploying.refused(hands, e, NotThere.ofAdvance(Deploying.place(alias)));
    }
  }

  private static boolean isReason(
      MoveRefusedException refused, Standing standing, Predicate<Rollout> waits) {
    if (!standing.isRollingOut()) {
      return false;
    }
    Rollout rollout = standing.rollout().orElseThrow();
    return switch (refused.reason()) {
      case PAUSED -> rollout.state() == Rollout.State.PAUSED;
      case APPROVAL_MISSING -> waits.test(rollout);
      case NOTHING_TO_APPROVE -> !rollout.plan().strategy().isWaitAfter(rollout.step());
      case APPROVAL_BY_SAME_ACTOR -> rollout.plan().approver() == Approver.ANOTHER;
      case FROZEN -> false;
    };
  }
}
