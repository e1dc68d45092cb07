package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.Rollout.State;
import dev.versioned.rollout.RolloutPlan.Approver;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches each revision of an alias as it is written: a rollout follows the steps of its strategy,
 * no sooner than planned, and its end agrees with its ledger row.
 */
final class RolloutWatch {
  private final List<State> ends = new ArrayList<>();
  private final Set<Weight> weights = new HashSet<>();
  private AliasEntry.@Nullable Present start;
  private Instant lastStep = Instant.MIN;
  private Duration pausedSince = Duration.ZERO;
  private int approved;

  /** Returns the ends that rollouts reached. */
  List<State> ends() {
    return ends;
  }

  private static void demand(boolean holds, String broken, Object what) {
    check(holds, 8, () -> broken + ": " + what);
  }

  private static Optional<Rollout> rollout(@Nullable AliasEntry entry) {
    return entry instanceof AliasEntry.Present present ? present.rollout() : Optional.empty();
  }

  /** Called when the alias was changed. */
  void changed(LedgerEntry row, @Nullable AliasEntry last, AliasEntry.Present now) {
    Action action = row.action();
    Optional<Rollout> before = rollout(last);
    if (action == Action.ROLLOUT_START) {
      started(last, now);
    } else if (before.isPresent()) {
      Rollout rollout = now.rollout().orElse(null);
      if (rollout == null) {
        throw new Violation("promise 8: " + before.get() + " is forgotten");
      } else if (before.get().isOver()) {
        demand(rollout.equals(before.get()), "a finished rollout was changed", rollout);
      } else {
        goesOn(row, before.get(), rollout, now);
      }
    } else {
      demand(now.rollout().isEmpty(), "nobody started it", now);
    }
    now.rollout().filter(rollout -> !rollout.isOver()).ifPresent(one -> serves(one, now));
  }

  private void started(@Nullable AliasEntry last, AliasEntry.Present now) {
    start = last instanceof AliasEntry.Present present ? present : null;
    weights.clear();
    weights.add(Weight.basisPoints(0));
    weights.addAll(now.rollout().orElseThrow().plan().strategy().weights());
    lastStep = Instant.MIN;
    pausedSince = Duration.ZERO;
    approved = 0;
  }

  private void serves(Rollout rollout, AliasEntry.Present now) {
    Routing routing = now.alias().routing();
    demand(
        weights.contains(routing.weightOf(rollout.plan().version())),
        "not a weight of its strategy",
        now);
    if (start != null && rollout.step() > 0) {
      demand(now.rollbackRevision() == start.servingRevision(), "not undone at once", now);
    }
  }

  private void goesOn(LedgerEntry row, Rollout before, Rollout now, AliasEntry.Present entry) {
    Action action = row.action();
    demand(now.id().equals(before.id()), "another rollout took its place", now);
    demand(
        now.approvedStep() == before.approvedStep() || action == Action.ROLLOUT_APPROVE,
        "approved by " + action,
        now);
    // The reasons of ticks are the library's own; those of people begin with their tokens.
    boolean byHand = row.reason().startsWith(Tokens.PREFIX);
    switch (action) {
      case ROLLOUT_STEP -> {
        demand(
            before.step() == 0
                || sinceLastStep(now.changedAt()).compareTo(now.plan().strategy().interval()) >= 0,
            "two steps in an interval",
            now);
        stepped(before, now);
      }
      case ROLLOUT_ADVANCE -> stepped(before, now);
      case ROLLOUT_APPROVE -> approved(row, before, now);
      case ROLLOUT_PAUSE -> demand(now.state() == State.PAUSED, "paused, and still running", now);
      case ROLLOUT_RESUME -> {
        demand(before.state() == State.PAUSED, "resumed, and was not paused", before);
        pausedSince = pausedSince.plus(Duration.between(before.changedAt(), now.changedAt()));
      }
      case DESCRIBE, FREEZE, UNFREEZE, OVERRIDE ->
          demand(now.equals(before), "changed by " + action, now);
      case PROMOTE -> {
        if (now.state() != State.SUPERSEDED) {
          promoted(before, now, entry, byHand);
        }
      }
      case ROLLBACK -> {
        if (now.state() != State.SUPERSEDED) {
          back(now, entry);
        }
      }
      default -> demand(now.state() == State.SUPERSEDED, "still running after " + action, now);
    }
    if (now.isOver()) {
      ends.add(now.state());
    }
  }

  /** Returns the time since the last step, without pauses of the rollout. */
  private Duration sinceLastStep(Instant now) {
    return Duration.between(lastStep, now).minus(pausedSince);
  }

  private void stepped(Rollout before, Rollout now) {
    RolloutStrategy strategy = now.plan().strategy();
    demand(before.state() == State.RUNNING, "stepped, and was not running", before);
    demand(now.step() == before.step() + 1, "more than one step", now);
    passesNoWait(before, before.step());
    demand(
        now.state() == (now.step() == strategy.steps() ? State.BAKING : State.RUNNING),
        "wrong state after a step",
        now);
    lastStep = now.changedAt();
    pausedSince = Duration.ZERO;
  }

  /** Watches the approvals itself, and does not believe the rollout's own record of them. */
  private void approved(LedgerEntry row, Rollout before, Rollout now) {
    demand(now.plan().strategy().isWaitAfter(before.step()), "approved, and does not wait", now);
    demand(now.step() == before.step() && now.state() == before.state(), "not only approved", now);
    demand(
        now.plan().approver() == Approver.ANYONE || !row.by().equals(now.startedBy()),
        "approved by the actor who started it",
        row);
    approved = before.step();
  }

  /** Checks that a rollout that leaves a step for a later one, or its end, passes no wait. */
  private void passesNoWait(Rollout before, int last) {
    for (int step = before.step(); step <= last; step++) {
      demand(
          !before.plan().strategy().isWaitAfter(step) || step <= approved,
          "passed a wait that nobody approved",
          before);
    }
  }

  private void promoted(Rollout before, Rollout now, AliasEntry.Present entry, boolean byHand) {
    int steps = now.plan().strategy().steps();
    demand(now.state() == State.PROMOTED, "promoted, and says otherwise", now);
    demand(now.step() == steps, "promoted before its last step", now);
    passesNoWait(before, steps);
    if (byHand) {
      demand(before.state() != State.PAUSED, "advanced, and was paused", before);
    } else {
      demand(before.state() == State.BAKING, "promoted before its last step", before);
      demand(
          sinceLastStep(now.changedAt()).compareTo(now.plan().strategy().bakeTime()) >= 0,
          "promoted before it was baked",
          now);
    }
    demand(
        entry.alias().routing().equals(Routing.to(now.plan().version())),
        "promoted, and does not serve",
        entry);
  }

  private void back(Rollout now, AliasEntry.Present entry) {
    demand(now.state() == State.ROLLED_BACK, "rolled back, and says otherwise", now);
    demand(entry.alias().routing().equals(Routing.to(now.from())), "not back", entry);
    if (start == null) {
      throw new Violation("promise 8: rolled back to nothing: " + entry);
    }
    // Overrides that were set or cleared since serve with the routing before for the first time.
    boolean overridden = !entry.alias().overrides().equals(start.alias().overrides());
    long serving = overridden ? entry.alias().revision() : start.servingRevision();
    demand(entry.servingRevision() == serving, "not as before", entry);
    demand(entry.rollbackRevision() == start.rollbackRevision(), "not as before", entry);
    demand(!now.reason().isEmpty(), "rolled back without a reason", now);
  }
}
