package dev.versioned.rollout;

import dev.versioned.Alias;

/**
 * A rollout, and the alias at the revision that holds it.
 *
 * @param alias the alias
 * @param rollout the rollout under way, or the last one that was
 */
public record RolloutStatus(Alias alias, Rollout rollout) {

  /** Returns the status as one line of text. */
  @Override
  public String toString() {
    RolloutPlan plan = rollout.plan();
    StringBuilder text = new StringBuilder();
    text.append(alias.artifact()).append(':').append(alias.name()).append(' ');
    text.append(rollout.state()).append(": version ").append(plan.version());
    if (rollout.state() != Rollout.State.SUPERSEDED) {
      text.append(" at ").append(rollout.weight());
    }
    text.append(", ").append(plan.strategy());
    text.append(" step ").append(rollout.step()).append(" of ").append(plan.strategy().steps());
    text.append(", from ").append(rollout.from());
    switch (rollout.state()) {
      case RUNNING -> text.append(", next step due ").append(rollout.dueAt());
      case BAKING -> text.append(", bakes until ").append(rollout.dueAt());
      default -> text.append(", since ").append(rollout.changedAt());
    }
    if (!rollout.reason().isEmpty()) {
      text.append(" (").append(rollout.reason()).append(')');
    }
    text.append("; started ").append(rollout.startedAt());
    return text.append("; alias at revision ").append(alias.revision()).toString();
  }
}
