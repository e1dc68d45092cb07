package dev.versioned.spring.boot3;

import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the starter does for {@link StartedApplication}, by hand. */
@Configuration(proxyBeanMethods = false)
class FollowedByHand {
  @Bean
  LiveAlias shopLiveAlias(ArtifactRepository repository) {
    return repository.artifact("checkout").alias("LIVE").watch();
  }
}
