package dev.versioned.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Judges the followed aliases, for the health indicator of the starter. */
@AutoConfiguration(after = VersionedAutoConfiguration.class)
@ConditionalOnBean(LiveAliases.class)
public final class AliasHealthAutoConfiguration {

  /** Called by Spring. */
  public AliasHealthAutoConfiguration() {}

  @Bean
  AliasHealth versionedAliasHealth(LiveAliases aliases, VersionedProperties properties) {
    return new AliasHealth(aliases, properties.health());
  }
}
