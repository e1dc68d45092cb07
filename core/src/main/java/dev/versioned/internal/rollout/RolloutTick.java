package dev.versioned.internal.rollout;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.NoHealthException;
import dev.versioned.internal.PlainText;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.record.RolloutSteps;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tick: asks the gate, and makes at most one step of the rollout that is under way.
 *
 * @param alias the alias
 * @param gate judges the new version
 * @param hooks run before and after the traffic moves
 */
record RolloutTick(RolloutAlias alias, HealthGate gate, RolloutHooks hooks) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.rollout");
  private static final int LONGEST_REASON = 1024;

  /** Cuts a reason to the length that the ledger keeps. */
  static String shortened(String reason) {
    return PlainText.cut(reason, LONGEST_REASON);
  }

  /** Makes the tick. */
  TickResult run() {
    RolloutStatus seen = alias.status("tick");
    Rollout rollout = seen.rollout();
    if (rollout.isOver()) {
      return new TickResult(TickResult.Outcome.OVER, seen, "");
    }
    Health health = ask(seen);
    Decision decision = Decision.of(seen, health, alias.now(seen.alias().updatedAt()));
    if (decision instanceof Decision.Wait wait) {
      return new TickResult(TickResult.Outcome.WAITED, seen, wait.why());
    } else if (decision instanceof Decision.GoBack back) {
      return goBack(seen, back.why(), back.evenIfFrozen());
    } else if (decision instanceof Decision.GoOn) {
      return goOn(seen, health);
    }
    throw Kinds.unknown(decision);
  }

  private Health ask(RolloutStatus seen) {
    try {
      return NoHealthException.check(gate.check(seen));
    } catch (NoHealthException | NoGateException e) {
      // rule: tick-without-its-gate-does-nothing
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.notEnoughData("the gate was interrupted");
    } catch (Throwable e) {
      // Errors too: a missing class in a gate is no sign of the new version's health.
      LOG.warn("the health gate of rollout {} failed", seen, e);
      return Health.notEnoughData("the gate failed: " + e);
    }
  }

  private TickResult goOn(RolloutStatus seen, Health health) {
    Rollout rollout = seen.rollout();
    RolloutStrategy strategy = rollout.plan().strategy();
    String running = "";
    try {
      for (DueHook due : DueHook.of(rollout, hooks)) {
        running = due.name();
        due.hook().run(seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TickResult(TickResult.Outcome.WAITED, seen, "a hook was interrupted");
    } catch (Throwable e) {
      LOG.warn("a hook of rollout {} failed", seen, e);
      return goBack(seen, "the hook " + running + " failed: " + e, true);
    }
    if (rollout.isFull()) {
      return forward(
          seen,
          LedgerEntry.Action.PROMOTE,
          TickResult.Outcome.PROMOTED,
          "rollout by " + strategy + " is over" + evidence(health),
          RolloutSteps::promoted);
    }
    try {
      return forward(
          seen,
          LedgerEntry.Action.ROLLOUT_STEP,
          TickResult.Outcome.STEPPED,
          "rollout by "
              + strategy
              + ": step "
              + (rollout.step() + 1)
              + " of "
              + strategy.steps()
              + ", version "
              + rollout.plan().version()
              + " at "
              + strategy.weight(rollout.step() + 1)
              + evidence(health),
          RolloutSteps::stepped);
    } catch (NotFoundException e) {
      // Only from $LATEST: else the version is named, and protected, since the start.
      return goBack(seen, String.valueOf(e.getMessage()), false);
    }
  }

  /** Returns by which numbers the gate let the rollout continue, if it said so. */
  private static String evidence(Health health) {
    boolean bare = health instanceof Health.Healthy healthy && healthy.reason().isEmpty();
    return bare ? "" : "; " + health;
  }

  /** Returns the next state of a rollout. */
  private interface Advance {
    Rollout at(Rollout rollout, Instant now);
  }

  /** Advances from the revision that was seen, and from no other. */
  private TickResult forward(
      RolloutStatus seen,
      LedgerEntry.Action action,
      TickResult.Outcome outcome,
      String reason,
      Advance advance) {
    try {
      return changed(
          action,
          outcome,
          reason,
          ChangeRequest.because(shortened(reason)),
          present ->
              present.revision() == seen.alias().revision()
                  ? present.rollout().map(rollout -> advance.at(rollout, alias.now(present)))
                  : Optional.empty());
    } catch (RevisionConflictException e) {
      // Other changes won until no time was left to read what they did.
      return outrun();
    }
  }

  /** Rolls back from the step that this rollout has reached by now, unless it is over. */
  private TickResult goBack(RolloutStatus seen, String why, boolean evenIfFrozen) {
    String reason = shortened(why);
    String row =
        "rollout of version " + seen.rollout().plan().version() + " rolled back: " + reason;
    ChangeRequest request = ChangeRequest.because(shortened(row));
    try {
      return changed(
          LedgerEntry.Action.ROLLBACK,
          TickResult.Outcome.ROLLED_BACK,
          row,
          evenIfFrozen ? request.breakingFreeze("the new version must not serve") : request,
          present ->
              present
                  .rollout()
                  .filter(rollout -> rollout.id().equals(seen.rollout().id()) && !rollout.isOver())
                  .map(rollout -> RolloutSteps.rolledBack(rollout, reason, alias.now(present))));
    } catch (MoveRefusedException e) {
      // Frozen since this tick has read the alias.
      return new TickResult(
          TickResult.Outcome.WAITED, alias.status("tick"), String.valueOf(e.getMessage()));
    }
  }

  private TickResult changed(
      LedgerEntry.Action action,
      TickResult.Outcome outcome,
      String reason,
      ChangeRequest request,
      RolloutAlias.Decide decide) {
    return alias
        .change(action, request, List.of(), decide)
        .map(present -> new TickResult(outcome, RolloutAlias.status(present), reason))
        .orElseGet(this::outrun);
  }

  private TickResult outrun() {
    return new TickResult(
        TickResult.Outcome.OUTRUN,
        alias.status("tick"),
        "another tick, or a move of the alias, was faster");
  }
}
