package dev.versioned.rollout;

import dev.versioned.internal.NoHealthException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gates that must all be healthy. */
record AllGates(List<HealthGate> gates) implements HealthGate {

  AllGates {
    gates = List.copyOf(gates);
  }

  @Override
  public Health check(RolloutStatus status) throws Exception {
    List<String> numbers = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    @Nullable Exception failure = null;
    for (HealthGate gate : gates) {
      try {
        Health health = NoHealthException.check(gate.check(status));
        if (health instanceof Health.Unhealthy) {
          return health;
        } else if (health instanceof Health.NotEnoughData unknown) {
          missing.add(unknown.reason());
        } else if (health instanceof Health.Healthy healthy && !healthy.reason().isEmpty()) {
          numbers.add(healthy.reason());
        }
      } catch (NoHealthException | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // rule: gate-that-fails-hides-no-unhealthy-one
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return missing.isEmpty()
        ? Health.healthy(String.join("; ", numbers))
        : Health.notEnoughData(String.join("; ", missing));
  }
}
