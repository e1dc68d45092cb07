package dev.versioned.spring.boot3;

import dev.versioned.spring.AliasHealth;
import dev.versioned.spring.AliasHealthAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Sets up the health indicator {@code versioned}, unless it is disabled. */
@AutoConfiguration(after = AliasHealthAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(AliasHealth.class)
@ConditionalOnEnabledHealthIndicator("versioned")
public final class VersionedHealthAutoConfiguration {

  /** Called by Spring. */
  public VersionedHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "versionedHealthIndicator")
  HealthIndicator versionedHealthIndicator(AliasHealth health) {
    return new VersionedHealthIndicator(health);
  }
}
