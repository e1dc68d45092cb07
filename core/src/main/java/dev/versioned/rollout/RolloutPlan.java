package dev.versioned.rollout;

import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import java.time.Duration;
import java.util.Objects;

/**
 * The version, the steps and the policy of a rollout. Immutable.
 *
 * @param version the version that gets the traffic
 * @param strategy the steps
 * @param notEnoughData what to do when the gate has not enough data
 */
public record RolloutPlan(
    VersionNumber version, RolloutStrategy strategy, NotEnoughDataPolicy notEnoughData) {
  /**
   * Makes the value.
   *
   * @param version the version that gets the traffic
   * @param strategy the steps
   * @param notEnoughData what to do when the gate has not enough data
   */
  public RolloutPlan {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    // rule: null-is-no-argument
    Objects.requireNonNull(notEnoughData, "notEnoughData");
  }

  /**
   * Plans a rollout that waits for data for an hour at most before it goes back.
   *
   * @param version the version that gets the traffic
   * @param strategy the steps
   * @return the plan
   * @throws IllegalArgumentException if it is {@code $LATEST}, which is never rolled out
   */
  public static RolloutPlan of(VersionRef version, RolloutStrategy strategy) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(strategy, "strategy");
    if (!(version.id() instanceof VersionNumber number)) {
      throw new IllegalArgumentException(
          "Cannot roll out "
              + version
              + ": publish it first, only numbered versions are rolled out");
    }
    return new RolloutPlan(number, strategy, NotEnoughDataPolicy.waitAtMost(Duration.ofHours(1)));
  }

  /**
   * Returns this plan with another policy for not enough data.
   *
   * @param policy what to do when the gate has not enough data
   * @return the changed plan
   */
  public RolloutPlan withNotEnoughData(NotEnoughDataPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return new RolloutPlan(version, strategy, policy);
  }
}
