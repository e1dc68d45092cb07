package dev.versioned.internal.rollout;

import dev.versioned.model.AliasFreeze;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.time.Instant;
import java.util.Optional;

/** What a tick must do, by the state, the time and the gate. */
sealed interface Decision {

  /** Do nothing yet. */
  record Wait(String why) implements Decision {}

  /** Make the next step, or promote after the last. */
  record GoOn() implements Decision {}

  /**
   * Roll back to the version before.
   *
   * @param evenIfFrozen whether to do so although the alias is frozen
   */
  record GoBack(String why, boolean evenIfFrozen) implements Decision {}

  /** Decides; no other code does. */
  static Decision of(RolloutStatus seen, Health health, Instant now) {
    Optional<AliasFreeze> freeze = seen.alias().freeze().filter(one -> one.isInForce(now));
    if (health instanceof Health.Unhealthy) {
      // rule: freeze-holds-no-rollout-at-a-bad-version
      return new GoBack(health.toString(), true);
    } else if (freeze.isPresent()) {
      // rule: tick-waits-for-the-end-of-a-freeze
      return new Wait(freeze.get().toString());
    }
    return onTime(seen.rollout(), health, now);
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
      return new GoBack(why, false);
    } else if (policy instanceof NotEnoughDataPolicy.WaitAtMost wait) {
      boolean inTime = now.isBefore(rollout.dueAt().plus(wait.limit()));
      return inTime ? new Wait(why) : new GoBack(why, false);
    }
    throw new IllegalArgumentException("Cannot decide by the policy " + policy);
  }
}
