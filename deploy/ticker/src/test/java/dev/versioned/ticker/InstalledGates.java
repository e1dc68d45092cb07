package dev.versioned.ticker;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import java.util.Optional;

/** The gates that the tests install, as a layer of the function would. */
public final class InstalledGates implements HealthGates {
  @Override
  public Optional<HealthGate> find(String name) {
    return switch (name) {
      case "test/healthy" -> Optional.of(HealthGate.open());
      case "test/unhealthy" -> Optional.of(status -> Health.unhealthy("5xx at 3.1 %"));
      case "test/unknown" -> Optional.of(status -> Health.notEnoughData("12 requests of 100"));
      default -> Optional.empty();
    };
  }
}
