package dev.versioned.gates;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RolloutHandle;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;

/** Rollouts of checkout:LIVE from version 1 to version 2, in memory. */
final class Rollouts {
  static final VersionNumber NEW = VersionNumber.of(2);
  static final VersionNumber OLD = VersionNumber.of(1);

  private Rollouts() {}

  static RolloutHandle started(String strategy) {
    Artifact checkout = ArtifactRepository.inMemory().artifact("checkout");
    AliasHandle live = checkout.alias("LIVE");
    checkout.publish(Content.of("one"));
    checkout.publish(Content.of("two"));
    live.pointTo(OLD);
    RolloutHandle rollout = live.rollout();
    rollout.start(RolloutPlan.of(NEW, RolloutStrategy.parse(strategy)));
    return rollout;
  }

  /** A rollout with 10 % of the traffic at the new version. */
  static RolloutStatus canary() {
    RolloutHandle rollout = started("Canary10Percent5Minutes");
    rollout.tick(HealthGate.open());
    return rollout.status();
  }
}
