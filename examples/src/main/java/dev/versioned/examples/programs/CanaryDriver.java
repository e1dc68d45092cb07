package dev.versioned.examples.programs;

import dev.versioned.ArtifactRepository;
import dev.versioned.RolloutDriver;
import dev.versioned.RolloutHandle;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Duration;
import java.util.Optional;

/** A job that shifts the traffic to a new version while it is healthy, and takes it back if not. */
public final class CanaryDriver {
  private CanaryDriver() {}

  /**
   * Rolls a version out, or continues where an earlier run was killed, and returns when that has
   * ended.
   *
   * @param repo where the version is
   * @param version the new version
   * @param gate says whether it is healthy
   * @param every how often to ask
   * @return whether the version has all the traffic now
   * @throws InterruptedException if the thread is interrupted
   */
  public static boolean rollOut(
      ArtifactRepository repo, Version version, HealthGate gate, Duration every)
      throws InterruptedException {
    RolloutHandle rollout = repo.artifact(version.artifact()).alias("LIVE").rollout();
    Optional<RolloutStatus> started =
        rollout.startOrContinue(
            RolloutPlan.of(
                    version,
                    RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5))
                        .withBakeTime(Duration.ofMinutes(10)))
                .withNotEnoughData(NotEnoughDataPolicy.rollBack()),
            u -> u.reason("release of " + version));
    if (started.isEmpty()) {
      return true;
    }
    RolloutStatus end =
        RolloutDriver.of(rollout, gate).every(every).drive(started.get(), Duration.ofHours(1));
    return end.rollout().state() == Rollout.State.PROMOTED;
  }
}
