package dev.versioned.internal.rollout;

import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.alias.MoveKey;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.RolloutSteps;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Moves a rollout forward by hand: makes a step before it is due, promotes, or records an approval.
 * Each applies to the rollout as this call has read it, and to no later step of it.
 */
record RolloutAdvance(RolloutAlias alias, String actor) {

  /** Makes the next step now, or promotes after the last. */
  RolloutStatus toNextStep(ChangeRequest request) {
    RolloutStatus seen = alias.status("advance");
    boolean promotes = seen.rollout().isFull();
    return forward(
        seen,
        promotes ? LedgerEntry.Action.PROMOTE : LedgerEntry.Action.ROLLOUT_ADVANCE,
        "of a rollout",
        request,
        rollout -> rollout.isAwaitingApproval() ? List.of(rollout.weight()) : List.of(),
        promotes ? RolloutSteps::promoted : RolloutSteps::stepped);
  }

  /** Leaves out the steps that remain, and promotes. */
  RolloutStatus toEnd(ChangeRequest request) {
    return forward(
        alias.status("advance"),
        LedgerEntry.Action.PROMOTE,
        "of a rollout to its end",
        request,
        Rollout::missingApprovals,
        RolloutSteps::promotedAtOnce);
  }

  /** Returns the next state of a rollout. */
  private interface Next {
    Rollout at(Rollout rollout, Instant now);
  }

  private RolloutStatus forward(
      RolloutStatus seen,
      LedgerEntry.Action action,
      String what,
      ChangeRequest request,
      Function<Rollout, List<Weight>> missing,
      Next next) {
    // A repeat may find the rollout at another step: its key must not depend on the action.
    Optional<MoveKey> key =
        request
            .idempotencyKey()
            .map(name -> MoveKey.of(name, LedgerEntry.Action.ROLLOUT_ADVANCE, what));
    return alias
        .change(
            action,
            request,
            key,
            List.of(),
            present -> {
              Rollout rollout = alias.underWay("advance", present);
              // rule: advance-makes-the-step-that-was-seen
              if (present.revision() != seen.alias().revision()) {
                throw conflict("advance", seen, present);
              }
              checkMayAdvance(rollout, missing.apply(rollout));
              return Optional.of(next.at(rollout, alias.now(present)));
            })
        .map(RolloutAlias::status)
        .orElseThrow(() -> alias.noAlias("advance the rollout of"));
  }

  private void checkMayAdvance(Rollout rollout, List<Weight> missing) {
    if (rollout.state() == Rollout.State.PAUSED) {
      throw refused(
          "advance",
          "it is paused since " + rollout.changedAt() + "; resume it first",
          MoveRefusedException.Reason.PAUSED);
    } else if (!missing.isEmpty()) {
      // rule: advance-passes-no-wait
      throw refused(
          "advance",
          "it waits for an approval at "
              + missing.get(0)
              + (rollout.isAwaitingApproval()
                  ? "; approve it first"
                  : "; advance it to that weight, and approve it there"),
          MoveRefusedException.Reason.APPROVAL_MISSING);
    }
  }

  /** Records the approval at the weight at which the rollout waits. */
  RolloutStatus approve(ChangeRequest request) {
    RolloutStatus seen = alias.status("approve");
    String approver = request.actor().orElse(actor);
    return alias
        .change(
            LedgerEntry.Action.ROLLOUT_APPROVE,
            request,
            List.of(),
            present -> {
              Rollout rollout = alias.underWay("approve", present);
              // rule: approval-is-of-the-weight-that-was-seen
              if (!rollout.id().equals(seen.rollout().id())
                  || rollout.step() != seen.rollout().step()) {
                throw conflict("approve", seen, present);
              }
              return approved(rollout, approver, alias.now(present));
            })
        .map(RolloutAlias::status)
        .orElseGet(() -> alias.status("approve"));
  }

  private Optional<Rollout> approved(Rollout rollout, String approver, Instant now) {
    if (!rollout.plan().strategy().isWaitAfter(rollout.step())) {
      throw refused(
          "approve",
          "it waits for no approval at "
              + rollout.weight()
              + (rollout.missingApprovals().isEmpty()
                  ? ""
                  : ", but will at " + rollout.missingApprovals()),
          MoveRefusedException.Reason.NOTHING_TO_APPROVE);
    }
    // rule: another-approves-if-the-plan-demands-it
    if (rollout.plan().approver() == RolloutPlan.Approver.ANOTHER
        && rollout.startedBy().equals(approver)) {
      throw refused(
          "approve",
          "'"
              + approver
              + "' started it, and its plan demands the approval of another; ask another person",
          MoveRefusedException.Reason.APPROVAL_BY_SAME_ACTOR);
    }
    return rollout.isAwaitingApproval()
        ? Optional.of(RolloutSteps.approved(rollout, now))
        : Optional.empty();
  }

  private MoveRefusedException refused(
      String verb, String why, MoveRefusedException.Reason reason) {
    return new MoveRefusedException(
        "Cannot " + verb + " the rollout of " + alias + ": " + why, reason);
  }

  private RevisionConflictException conflict(
      String verb, RolloutStatus seen, AliasEntry.Present present) {
    return new RevisionConflictException(
        "Cannot "
            + verb
            + " the rollout of "
            + alias
            + ": it was changed at the same time, by "
            + present.alias().updatedBy()
            + "; read its status again, then decide",
        seen.alias().revision(),
        present.revision());
  }
}
