package dev.versioned.spring;

import dev.versioned.ArtifactRepository;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Sets up the actuator's endpoint {@code versioned}, if it is exposed. */
@AutoConfiguration(after = VersionedAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(LiveAliases.class)
@ConditionalOnAvailableEndpoint(endpoint = VersionedEndpoint.class)
public final class VersionedEndpointAutoConfiguration {

  /** Called by Spring. */
  public VersionedEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnProperty(name = "versioned.management.allow-moves", havingValue = "true")
  MovingVersionedEndpoint movingVersionedEndpoint(
      LiveAliases aliases, ArtifactRepository repository) {
    return new MovingVersionedEndpoint(aliases, repository);
  }

  @Bean
  @ConditionalOnMissingBean
  VersionedEndpoint versionedEndpoint(LiveAliases aliases) {
    return new VersionedEndpoint(aliases);
  }
}
