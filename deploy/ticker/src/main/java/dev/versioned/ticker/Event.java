package dev.versioned.ticker;

import java.util.Map;

/**
 * An event for EventBridge.
 *
 * @param type its detail type
 * @param detail its detail: texts, numbers, booleans, lists and maps
 */
record Event(Type type, Map<String, ?> detail) {

  /** The detail types. */
  enum Type {
    STEP("Rollout Step"),
    PROMOTION("Rollout Promotion"),
    ROLLBACK("Rollout Rollback"),
    WAITING("Rollout Waiting For Data"),
    WITHOUT_GATE("Rollout Without Gate"),
    TICK_FAILURE("Rollout Tick Failure"),
    PRUNE("Prune Report"),
    GC("Gc Report"),
    FSCK("Fsck Report"),
    TASK_FAILURE("Task Failure");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
