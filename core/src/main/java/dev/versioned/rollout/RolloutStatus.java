package dev.versioned.rollout;

import dev.versioned.model.Alias;
import java.util.Objects;

/**
 * A rollout, and the alias at the revision that holds it.
 *
 * @param alias the alias
 * @param rollout the rollout under way, or the last one
 */
public record RolloutStatus(Alias alias, Rollout rollout) {

  /**
   * Makes a status.
   *
   * @param alias the alias
   * @param rollout the rollout under way, or the last one
   */
  public RolloutStatus {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(rollout, "rollout");
  }

  /**
   * Returns whether the alias has another routing than this rollout left: then {@link
   * Alias#routing()} says which versions serve, and the rollout's weight does not.
   *
   * @return false while the rollout is under way; true if another move ended it, or was made later
   */
  public boolean hasMovedSince() {
    return rollout.state() == Rollout.State.SUPERSEDED
        || !rollout.routing().equals(alias.routing());
  }

  /** Returns the status as one line of text. */
  @Override
  public String toString() {
    RolloutPlan plan = rollout.plan();
    StringBuilder text = new StringBuilder();
    text.append(alias.artifact()).append(':').append(alias.name()).append(' ');
    text.append(rollout.state()).append(": version ").append(plan.version());
    if (!hasMovedSince()) {
      text.append(" at ").append(rollout.weight());
    }
    text.append(", ").append(plan.strategy());
    text.append(" step ").append(rollout.step()).append(" of ").append(plan.strategy().steps());
    text.append(", from ").append(rollout.from());
    if (rollout.isAwaitingApproval()) {
      text.append(", waits for an approval at ").append(rollout.weight());
    }
    switch (rollout.state()) {
      case RUNNING -> text.append(", next step due ").append(rollout.dueAt());
      case BAKING -> text.append(", bakes until ").append(rollout.dueAt());
      case PAUSED, PROMOTED, ROLLED_BACK, SUPERSEDED ->
          text.append(", since ").append(rollout.changedAt());
    }
    if (!rollout.reason().isEmpty()) {
      text.append(" (").append(rollout.reason()).append(')');
    }
    text.append("; started ").append(rollout.startedAt());
    if (hasMovedSince()) {
      text.append("; the alias has moved since, and serves ").append(alias.routing());
    }
    return text.append("; alias at revision ").append(alias.revision()).toString();
  }
}
