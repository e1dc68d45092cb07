package dev.versioned.simulation;

/**
 * An action of an actor, from the first call of a store to the last.
 *
 * @param kind its kind, for the count of crash points
 * @param name its name, for people
 * @param body performs it; rerun from its start each time the actor continues, so it keeps no state
 *     between calls of the library except in its local variables
 */
record Operation(Kind kind, String name, Body body) {
  /** The kinds of operations. */
  enum Kind {
    PUBLISH,
    PUBLISH_LARGE,
    PUBLISH_STREAM,
    PUBLISH_LATEST,
    PUT,
    PUT_LARGE,
    PUT_STREAM,
    MOVE,
    FENCED_MOVE,
    CREATE_ALIAS,
    POINT,
    SPLIT,
    WEIGH,
    PROMOTE,
    ROLLBACK,
    DELETE_ALIAS,
    SHIFT,
    RELEASE,
    RELEASE_FENCED,
    RELEASE_ROLLBACK,
    RELEASE_TAKEN_BACK,
    ROLLOUT_START,
    ROLLOUT_TICK,
    ROLLOUT_TICK_ALL,
    ROLLOUT_STEER,
    ROLLOUT_ADVANCE,
    ROLLOUT_APPROVE,
    FREEZE,
    UNFREEZE,
    BREAK_FREEZE,
    OVERRIDE,
    CLEAR_OVERRIDES,
    READ_OVERRIDES,
    LABEL,
    LABEL_FENCED,
    DELETE,
    RESTORE,
    DELETE_ARTIFACT,
    PRUNE,
    READ,
    LIST,
    COLLECT,
    CHECK,
    INTRUDE,
    WRONG_TABLE
  }

  /** The action of an operation. */
  @FunctionalInterface
  interface Body {
    /** Performs the action, with the actor's tools. */
    void run(Hands hands);
  }

  @Override
  public String toString() {
    return name;
  }
}
