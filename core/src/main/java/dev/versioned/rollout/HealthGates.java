package dev.versioned.rollout;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The gates that a {@link dev.versioned.RolloutTicker} can ask, by the names that {@linkplain
 * RolloutPlan#withGate plans} give.
 */
@FunctionalInterface
public interface HealthGates {

  /**
   * Looks up a gate.
   *
   * @param name the name that the plan gives; neither empty nor {@link RolloutPlan#NO_GATE}
   * @return the gate; empty if this is not the name of a gate known here
   */
  Optional<HealthGate> find(String name);

  /**
   * Returns the gates of a map.
   *
   * @param gates the gates by their names
   * @return a lookup in a copy of the map
   */
  static HealthGates of(Map<String, HealthGate> gates) {
    Map<String, HealthGate> copy = Map.copyOf(Objects.requireNonNull(gates, "gates"));
    return name -> Optional.ofNullable(copy.get(name));
  }
}
