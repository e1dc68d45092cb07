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

/** A job that shifts traffic to a new version while it is healthy, and rolls back if it is not. */
public final class CanaryDriver {
  private CanaryDriver() {}

  /**
   * Rolls out a version, or continues the rollout of an earlier run that was killed, and returns
   * when the rollout has ended.
   *
   * @param repo the repository with the version
   * @param version the new version
   * @param gate decides whether the version is healthy
   * @param every the interval between ticks
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
