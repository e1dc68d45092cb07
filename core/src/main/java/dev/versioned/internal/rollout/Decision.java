package dev.versioned.internal.rollout;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.Rollout;
import java.time.Instant;

/** What a tick must do, by the state, the time and the gate. */
sealed interface Decision {

  /** Do nothing yet. */
  record Wait(String why) implements Decision {}

  /** Make the next step, or promote after the last. */
  record GoOn() implements Decision {}

  /** Roll back to the version before. */
  record GoBack(String why) implements Decision {}

  /** Decides; no other code does. */
  static Decision of(Rollout rollout, Health health, Instant now) {
    if (health instanceof Health.Unhealthy) {
      return new GoBack(health.toString());
    }
    return onTime(rollout, health, now);
  }

  private static Decision onTime(Rollout rollout, Health health, Instant now) {
    if (rollout.state() == Rollout.State.PAUSED) {
      return new Wait("paused");
    } else if (rollout.isAwaitingApproval()) {
      // rule: tick-waits-for-an-approval
      return new Wait("waits for an approval at " + rollout.weight());
    } else if (now.isBefore(rollout.dueAt())) {
      return new Wait("");
    } else if (health instanceof Health.Healthy) {
      return new GoOn();
    } else if (health instanceof Health.NotEnoughData) {
      // Before the first step the new version has no traffic, and so no data.
      return rollout.step() == 0 ? new GoOn() : withoutData(rollout, health.toString(), now);
    }
    throw new IllegalArgumentException("Cannot decide by " + health);
  }

  private static Decision withoutData(Rollout rollout, String why, Instant now) {
    NotEnoughDataPolicy policy = rollout.plan().notEnoughData();
    if (policy instanceof NotEnoughDataPolicy.Proceed) {
      return new GoOn();
    } else if (policy instanceof NotEnoughDataPolicy.RollBack) {
      return new GoBack(why);
    } else if (policy instanceof NotEnoughDataPolicy.WaitAtMost wait) {
      boolean inTime = now.isBefore(rollout.dueAt().plus(wait.limit()));
      return inTime ? new Wait(why) : new GoBack(why);
    }
    throw new IllegalArgumentException("Cannot decide by the policy " + policy);
  }
}
