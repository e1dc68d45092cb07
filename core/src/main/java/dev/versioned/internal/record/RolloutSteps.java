package dev.versioned.internal.record;

import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import java.time.Duration;
import java.time.Instant;

/** The transitions from one state of a rollout to the next. */
public final class RolloutSteps {
  private RolloutSteps() {}

  /**
   * Begins the rollout of a plan.
   *
   * @throws IllegalArgumentException if no rollout can lead from the one version to the other
   */
  public static Rollout begin(
      String id,
      RolloutPlan plan,
      Target from,
      long fromRevision,
      long fromRollbackRevision,
      String startedBy,
      Instant now) {
    if (from.equals(plan.version())) {
      throw new IllegalArgumentException(
          "Cannot roll out version " + plan.version() + ": it has all the traffic already");
    } else if (from == Latest.LATEST && plan.strategy().steps() > 1) {
      throw new IllegalArgumentException(
          "Cannot roll out version "
              + plan.version()
              + " by "
              + plan.strategy()
              + ": the traffic goes to $LATEST, which can only be routed to alone; use AllAtOnce");
    }
    return new Rollout(
        id,
        plan,
        from,
        fromRevision,
        fromRollbackRevision,
        Rollout.State.RUNNING,
        0,
        now,
        now,
        now,
        "",
        startedBy,
        0);
  }

  /** Makes the next step. */
  public static Rollout stepped(Rollout rollout, Instant now) {
    int step = rollout.step() + 1;
    boolean last = step == rollout.plan().strategy().steps();
    Duration wait =
        last ? rollout.plan().strategy().bakeTime() : rollout.plan().strategy().interval();
    return next(
        rollout,
        last ? Rollout.State.BAKING : Rollout.State.RUNNING,
        step,
        now.plus(wait),
        now,
        "");
  }

  /** Gives all traffic to the new version, permanently. */
  public static Rollout promoted(Rollout rollout, Instant now) {
    return next(rollout, Rollout.State.PROMOTED, now, "");
  }

  /** Leaves out the steps that remain, and gives all traffic to the new version, permanently. */
  public static Rollout promotedAtOnce(Rollout rollout, Instant now) {
    int last = rollout.plan().strategy().steps();
    return next(rollout, Rollout.State.PROMOTED, last, rollout.dueAt(), now, "");
  }

  /**
   * Records the approval at the weight at which the rollout waits. It then has not been due before
   * now, so that no limit for missing data ran while it waited.
   */
  public static Rollout approved(Rollout rollout, Instant now) {
    // While it is paused, the time that remains counts from the pause.
    Instant earliest = rollout.state() == Rollout.State.PAUSED ? rollout.changedAt() : now;
    return new Rollout(
        rollout.id(),
        rollout.plan(),
        rollout.from(),
        rollout.fromRevision(),
        rollout.fromRollbackRevision(),
        rollout.state(),
        rollout.step(),
        rollout.dueAt().isBefore(earliest) ? earliest : rollout.dueAt(),
        rollout.startedAt(),
        rollout.changedAt(),
        rollout.reason(),
        rollout.startedBy(),
        rollout.step());
  }

  /** Gives all traffic back to the version before. */
  public static Rollout rolledBack(Rollout rollout, String why, Instant now) {
    return next(rollout, Rollout.State.ROLLED_BACK, now, why);
  }

  /** Pauses the steps. */
  public static Rollout paused(Rollout rollout, Instant now) {
    return next(rollout, Rollout.State.PAUSED, now, "");
  }

  /** Resumes the steps; the time that remained when they were paused remains again. */
  public static Rollout resumed(Rollout rollout, Instant now) {
    return next(
        rollout,
        rollout.isFull() ? Rollout.State.BAKING : Rollout.State.RUNNING,
        rollout.step(),
        rollout.dueAt().plus(Duration.between(rollout.changedAt(), now)),
        now,
        "");
  }

  /** Ends the rollout because the alias was moved by other means; {@code why} names the mover. */
  public static Rollout superseded(Rollout rollout, String why, Instant now) {
    return next(rollout, Rollout.State.SUPERSEDED, now, why);
  }

  private static Rollout next(Rollout rollout, Rollout.State state, Instant now, String why) {
    return next(rollout, state, rollout.step(), rollout.dueAt(), now, why);
  }

  private static Rollout next(
      Rollout rollout, Rollout.State state, int step, Instant due, Instant now, String why) {
    return new Rollout(
        rollout.id(),
        rollout.plan(),
        rollout.from(),
        rollout.fromRevision(),
        rollout.fromRollbackRevision(),
        state,
        step,
        due,
        rollout.startedAt(),
        now,
        why,
        rollout.startedBy(),
        rollout.approvedStep());
  }
}
