package dev.versioned.rollout;

import dev.versioned.internal.NoHealthException;
import java.util.ArrayList;
import java.util.List;

/** Gates of which one is enough. */
record AnyGate(List<HealthGate> gates) implements HealthGate {

  AnyGate {
    gates = List.copyOf(gates);
  }

  @Override
  public Health check(RolloutStatus status) throws InterruptedException {
    List<String> missing = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (HealthGate gate : gates) {
      Health health = ask(gate, status);
      // rule: one-healthy-gate-is-enough
      if (health instanceof Health.Healthy) {
        return health;
      } else if (health instanceof Health.Unhealthy unhealthy) {
        bad.add(unhealthy.reason());
      } else if (health instanceof Health.NotEnoughData unknown) {
        missing.add(unknown.reason());
      }
    }
    // rule: gate-without-data-may-still-be-healthy
    if (!missing.isEmpty()) {
      return Health.notEnoughData(String.join("; ", missing));
    }
    return Health.unhealthy(String.join("; ", bad));
  }

  /** The failure of one gate says nothing about the others. */
  private static Health ask(HealthGate gate, RolloutStatus status) throws InterruptedException {
    try {
      return NoHealthException.check(gate.check(status));
    } catch (NoHealthException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Health.notEnoughData("the gate failed: " + e);
    }
  }
}
