package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.Rollout.State;
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
  void changed(Action action, @Nullable AliasEntry last, AliasEntry.Present now) {
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
        goesOn(action, before.get(), rollout, now);
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

  private void goesOn(Action action, Rollout before, Rollout now, AliasEntry.Present entry) {
    demand(now.id().equals(before.id()), "another rollout took its place", now);
    switch (action) {
      case ROLLOUT_STEP -> stepped(before, now);
      case ROLLOUT_PAUSE -> demand(now.state() == State.PAUSED, "paused, and still running", now);
      case ROLLOUT_RESUME -> {
        demand(before.state() == State.PAUSED, "resumed, and was not paused", before);
        pausedSince = pausedSince.plus(Duration.between(before.changedAt(), now.changedAt()));
      }
      case DESCRIBE -> demand(now.equals(before), "changed by a description", now);
      case PROMOTE -> {
        if (now.state() != State.SUPERSEDED) {
          promoted(before, now, entry);
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
    demand(
        before.step() == 0 || sinceLastStep(now.changedAt()).compareTo(strategy.interval()) >= 0,
        "two steps in an interval",
        now);
    demand(
        now.state() == (now.step() == strategy.steps() ? State.BAKING : State.RUNNING),
        "wrong state after a step",
        now);
    lastStep = now.changedAt();
    pausedSince = Duration.ZERO;
  }

  private void promoted(Rollout before, Rollout now, AliasEntry.Present entry) {
    demand(now.state() == State.PROMOTED, "promoted, and says otherwise", now);
    demand(before.state() == State.BAKING, "promoted before its last step", before);
    demand(now.step() == now.plan().strategy().steps(), "promoted before its last step", now);
    demand(
        sinceLastStep(now.changedAt()).compareTo(now.plan().strategy().bakeTime()) >= 0,
        "promoted before it was baked",
        now);
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
    demand(entry.servingRevision() == start.servingRevision(), "not as before", entry);
    demand(entry.rollbackRevision() == start.rollbackRevision(), "not as before", entry);
    demand(!now.reason().isEmpty(), "rolled back without a reason", now);
  }
}
