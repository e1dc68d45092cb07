package dev.versioned.internal.rollout;

import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutHook;
import dev.versioned.rollout.RolloutHooks;
import java.util.ArrayList;
import java.util.List;

/**
 * A hook that runs before the next move of a rollout.
 *
 * @param name when it runs, for the reason of a rollback
 */
record DueHook(String name, RolloutHook hook) {

  /** Returns the hooks that run before the next step, or before the promotion, in their order. */
  static List<DueHook> of(Rollout rollout, RolloutHooks hooks) {
    List<DueHook> due = new ArrayList<>();
    if (rollout.step() == 0) {
      due.add(new DueHook("before traffic", hooks.beforeTraffic()));
    } else {
      due.add(new DueHook("after step " + rollout.step(), hooks.afterStep()));
    }
    if (rollout.isFull()) {
      due.add(new DueHook("after traffic", hooks.afterTraffic()));
    } else {
      due.add(new DueHook("before step " + (rollout.step() + 1), hooks.beforeStep()));
    }
    return due;
  }
}
