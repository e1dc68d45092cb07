package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.Rollout.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an alias can be rolled back to: each routing that served, with its overrides, the last one
 * on top; a whole rollout counts as one, and keeps overrides.
 */
final class UndoStack {
  private static final Set<Action> NO_MOVES =
      Set.of(Action.DESCRIBE, Action.FREEZE, Action.UNFREEZE);

  private final List<Served> served = new ArrayList<>();

  /** The stack before the last rollout started. */
  private List<Served> beforeRollout = List.of();

  /** Whether a rollout is in progress. */
  private boolean underWay;

  /** Called when the alias was deleted. */
  void clear() {
    served.clear();
    underWay = false;
  }

  /** Called when the alias was changed; {@code before} and {@code now} are its rollouts. */
  void changed(Action action, Served after, Optional<Rollout> before, Optional<Rollout> now) {
    if (action == Action.ROLLOUT_START) {
      check(before.map(Rollout::isOver).orElse(true), 7, () -> "two rollouts at once");
      beforeRollout = List.copyOf(served);
    }
    if (isOfRollout(action, before, now)) {
      Rollout rollout = now.orElseThrow();
      check(
          after.routing().equals(rollout.routing()),
          7,
          () -> after + " is not what " + rollout + " says");
      backToStart(after);
    } else if (underWay && !NO_MOVES.contains(action)) {
      // The move ended a rollout: no rollback leads to one of its steps.
      backToStart(after);
    } else if (action == Action.ROLLBACK) {
      served.remove(served.size() - 1);
    }
    if (action == Action.ROLLBACK) {
      check(after.equals(top()), 8, () -> "rolled back to " + after + ", not to " + top());
    } else if (!after.equals(top())) {
      served.add(after);
    }
    underWay = now.filter(rollout -> !rollout.isOver()).isPresent();
  }

  /**
   * Overrides that were set since serve with the routing before the rollout, if it serves again.
   */
  private void backToStart(Served after) {
    served.clear();
    served.addAll(beforeRollout);
    Served start = top();
    if (start != null && start.routing().equals(after.routing())) {
      served.set(served.size() - 1, after);
    }
  }

  /** Returns whether a rollout continues through this change, rather than being ended by it. */
  private static boolean isOfRollout(
      Action action, Optional<Rollout> before, Optional<Rollout> now) {
    return switch (action) {
      case ROLLOUT_START,
          ROLLOUT_STEP,
          ROLLOUT_ADVANCE,
          ROLLOUT_APPROVE,
          ROLLOUT_PAUSE,
          ROLLOUT_RESUME ->
          true;
      case OVERRIDE -> now.filter(rollout -> !rollout.isOver()).isPresent();
      case PROMOTE -> ended(State.PROMOTED, before, now);
      case ROLLBACK -> ended(State.ROLLED_BACK, before, now);
      default -> false;
    };
  }

  private static boolean ended(State end, Optional<Rollout> before, Optional<Rollout> now) {
    return !before.equals(now) && now.filter(rollout -> rollout.state() == end).isPresent();
  }

  /** Returns what a rollback would restore, if anything. */
  Optional<Served> earlier() {
    if (underWay) {
      return Optional.of(beforeRollout.get(beforeRollout.size() - 1));
    }
    return served.size() < 2 ? Optional.empty() : Optional.of(served.get(served.size() - 2));
  }

  private @Nullable Served top() {
    return served.isEmpty() ? null : served.get(served.size() - 1);
  }
}
