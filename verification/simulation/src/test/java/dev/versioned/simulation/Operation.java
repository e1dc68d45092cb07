package dev.versioned.simulation;

/**
 * Something that an actor does, from the first call of a store to the last.
 *
 * @param kind what it is, for the count of crash points
 * @param name what it is, for people
 * @param body does it; called anew from its start each time the actor goes on, so it keeps nothing
 *     between calls of the library but in its own variables
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
    ROLLOUT_STEER,
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

  /** What is done. */
  @FunctionalInterface
  interface Body {
    /** Does it, with what is in the actor's hands. */
    void run(Hands hands);
  }

  @Override
  public String toString() {
    return name;
  }
}
