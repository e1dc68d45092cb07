package dev.versioned.internal.alias;

import dev.versioned.model.LedgerEntry.Action;
import java.util.Locale;

/** The verbs for changes of aliases in messages. */
public final class Verbs {
  private Verbs() {}

  /** Returns the verb for "Cannot verb alias". */
  public static String of(Action action) {
    return switch (action) {
      case ROLLOUT_START -> "start a rollout of";
      case ROLLOUT_STEP -> "make a rollout step of";
      case ROLLOUT_PAUSE -> "pause the rollout of";
      case ROLLOUT_RESUME -> "resume the rollout of";
      case ROLLOUT_ADVANCE -> "advance the rollout of";
      case ROLLOUT_APPROVE -> "approve the rollout of";
      case OVERRIDE -> "override keys of";
      case CREATE, MOVE, PROMOTE, ROLLBACK, FREEZE, UNFREEZE, DESCRIBE, DELETE ->
          action.name().toLowerCase(Locale.ROOT);
    };
  }
}
