package dev.versioned.internal.alias;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.RolloutSteps;
import dev.versioned.model.Alias;
import dev.versioned.model.Routing;
import dev.versioned.rollout.Rollout;
import java.util.Optional;

/** What an alias records of its own history: where a rollback goes, and its rollout. */
final class WayBack {
  private WayBack() {}

  /**
   * Adds the revision that introduced the routing, the one that a rollback restores, and the
   * rollout.
   */
  static AliasEntry.Present backed(AliasPlanner.Task task, Goal.Keep goal, Alias alias) {
    Optional<AliasEntry.Present> present = task.present();
    Optional<Rollout> ended = task.endedBy(goal);
    long serving = alias.revision();
    long rollback = present.map(AliasEntry.Present::servingRevision).orElse(0L);
    if (goal instanceof Goal.Restore restore) {
      serving = serving(restore.revision(), alias);
      // rule: rollback-can-be-followed-by-another
      rollback = restore.rollbackRevision();
    } else if (goal instanceof Goal.Roll roll
        && roll.rollout().state() == Rollout.State.ROLLED_BACK) {
      serving = serving(roll.rollout().fromRevision(), alias);
      rollback = roll.rollout().fromRollbackRevision();
    } else if (ended.isPresent()) {
      // rule: rollback-goes-before-the-rollout
      // A rollback never restores a step of a rollout, but the routing before the rollout.
      boolean taken = Routing.to(ended.get().from()).equals(alias.routing());
      serving = taken ? serving(ended.get().fromRevision(), alias) : alias.revision();
      rollback = taken ? ended.get().fromRollbackRevision() : ended.get().fromRevision();
    } else if (present.isPresent() && servesAlike(present.get().alias(), alias)) {
      serving = present.get().servingRevision();
      rollback = present.get().rollbackRevision();
    } else if (goal instanceof Goal.Roll roll) {
      // All steps of a rollout are undone by one rollback.
      // rule: rollout-begun-anew-can-be-undone
      rollback = roll.rollout().fromRevision();
    } else if (goal instanceof Goal.SetOverrides) {
      // rule: overrides-within-a-rollout-are-undone-with-it
      rollback =
          present
              .flatMap(AliasEntry.Present::rolloutUnderWay)
              .map(Rollout::fromRevision)
              .orElse(rollback);
    }
    return new AliasEntry.Present(
        alias, task.moveId(), serving, rollback, rollout(task, goal, alias));
  }

  private static boolean servesAlike(Alias before, Alias after) {
    return before.routing().equals(after.routing())
        // rule: overrides-are-a-step-of-the-way-back
        && before.overrides().equals(after.overrides());
  }

  /**
   * Returns the revision that introduced what the alias serves, if it serves the routing of an
   * earlier revision again: this one if the overrides were changed since.
   */
  private static long serving(long earlier, Alias alias) {
    // rule: overrides-set-since-serve-too
    if (alias.overrides().revision() > earlier) {
      return alias.revision();
    }
    return earlier;
  }

  private static Optional<Rollout> rollout(AliasPlanner.Task task, Goal.Keep goal, Alias alias) {
    if (goal instanceof Goal.Roll roll) {
      return Optional.of(roll.rollout());
    }
    Optional<Rollout> ended = task.endedBy(goal);
    return ended.isEmpty()
        ? task.present().flatMap(AliasEntry.Present::rollout)
        : ended.map(
            rollout ->
                RolloutSteps.superseded(
                    rollout,
                    Verbs.of(task.action())
                        + " by "
                        + alias.updatedBy()
                        + " at revision "
                        + alias.revision(),
                    alias.updatedAt()));
  }
}
