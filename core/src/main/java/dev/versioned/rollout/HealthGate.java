package dev.versioned.rollout;

import dev.versioned.internal.NoHealthException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decides whether a rollout may continue: an alarm, a query of metrics, a call of a health
 * endpoint.
 *
 * <p>Called at every tick of a rollout that is not over: before each step, between them, and during
 * the bake time. Several processes may call it at the same time, and more often than there are
 * steps. A gate that throws counts as {@linkplain Health#notEnoughData not enough data}. If a gate
 * returns null, the tick throws {@link NullPointerException}, and no traffic moves.
 */
@FunctionalInterface
public interface HealthGate {

  /**
   * Judges the new version.
   *
   * @param status which rollout, and how far it is
   * @return its health
   * @throws Exception if the health cannot be determined
   */
  Health check(RolloutStatus status) throws Exception;

  /**
   * Returns the gate that is always open.
   *
   * @return a gate that finds everything healthy
   */
  static HealthGate open() {
    return status -> Health.healthy();
  }

  /**
   * Joins gates: unhealthy if one is, else not enough data if one has not enough, else healthy,
   * with the reasons of all. They are called in their order, up to the first that is unhealthy.
   *
   * @param gates the gates
   * @return a gate that calls them all
   */
  static HealthGate allOf(HealthGate... gates) {
    for (HealthGate gate : Objects.requireNonNull(gates, "gates")) {
      Objects.requireNonNull(gate, "gates");
    }
    List<HealthGate> all = List.of(gates);
    return status -> {
      Health worst = Health.healthy();
      List<String> reasons = new ArrayList<>();
      for (HealthGate gate : all) {
        Health health = NoHealthException.check(gate.check(status));
        if (health instanceof Health.Unhealthy) {
          return health;
        } else if (!(health instanceof Health.Healthy healthy)) {
          worst = health;
        } else if (!healthy.reason().isEmpty()) {
          reasons.add(healthy.reason());
        }
      }
      return worst instanceof Health.Healthy ? Health.healthy(String.join("; ", reasons)) : worst;
    };
  }
}
