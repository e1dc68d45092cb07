package dev.versioned.rollout;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.NoHealthException;

/** A gate whose reasons begin with its name. */
record NamedGate(String name, HealthGate gate) implements HealthGate {

  @Override
  public Health check(RolloutStatus status) throws Exception {
    Health health = NoHealthException.check(gate.check(status));
    if (health instanceof Health.Unhealthy unhealthy) {
      return Health.unhealthy(named(unhealthy.reason()));
    } else if (health instanceof Health.NotEnoughData unknown) {
      return Health.notEnoughData(named(unknown.reason()));
    } else if (health instanceof Health.Healthy healthy) {
      return Health.healthy(named(healthy.reason()));
    }
    throw Kinds.unknown(health);
  }

  private String named(String reason) {
    return reason.isEmpty() ? name : name + ": " + reason;
  }
}
