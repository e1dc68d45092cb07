package dev.versioned.spring.boot3;

import dev.versioned.spring.AliasHealth;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Shows whether all followed aliases have been read recently. */
final class VersionedHealthIndicator extends AbstractHealthIndicator {
  private final AliasHealth aliases;

  VersionedHealthIndicator(AliasHealth aliases) {
    this.aliases = aliases;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    AliasHealth.State state = aliases.state();
    if (state.problem().isEmpty()) {
      builder.up();
    } else {
      switch (state.problem().get()) {
        case DOWN -> builder.down();
        case OUT_OF_SERVICE -> builder.outOfService();
      }
    }
    builder.withDetails(state.details());
  }
}
