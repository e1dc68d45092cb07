package dev.versioned.rollout;

import dev.versioned.internal.NoHealthException;
import java.util.List;
import java.util.Objects;

/**
 * Tells whether a rollout may go on: an alarm, a query of metrics, a call of a health endpoint.
 *
 * <p>Asked at every tick of a rollout that is not over: before each step, between them, and during
 * the bake time. It may be asked by several processes at once, and more often than there are steps.
 * A gate that throws is taken for one that has {@linkplain Health#notEnoughData not enough data}. A
 * gate that returns null is a fault of the program: the tick throws {@link NullPointerException},
 * and no traffic moves.
 */
@FunctionalInterface
public interface HealthGate {

  /**
   * Judges the new version.
   *
   * @param status which rollout, and how far it is
   * @return what was found
   * @throws Exception if it cannot be told
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
   * Joins gates: unhealthy if one is, else not enough data if one has not, else healthy. They are
   * asked in their order, up to the first that is unhealthy.
   *
   * @param gates the gates
   * @return a gate that asks them all
   */
  static HealthGate allOf(HealthGate... gates) {
    for (HealthGate gate : Objects.requireNonNull(gates, "gates")) {
      Objects.requireNonNull(gate, "gates");
    }
    List<HealthGate> all = List.of(gates);
    return status -> {
      Health worst = Health.healthy();
      for (HealthGate gate : all) {
        Health health = NoHealthException.check(gate.check(status));
        if (health instanceof Health.Unhealthy) {
          return health;
        } else if (!(health instanceof Health.Healthy)) {
          worst = health;
        }
      }
      return worst;
    };
  }
}
