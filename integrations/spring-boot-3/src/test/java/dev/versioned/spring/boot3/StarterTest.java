package dev.versioned.spring.boot3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.spring.AliasHealthAutoConfiguration;
import dev.versioned.spring.LiveAliasOf;
import dev.versioned.spring.VersionedAutoConfiguration;
import dev.versioned.spring.VersionedEndpoint;
import dev.versioned.spring.VersionedEndpointAutoConfiguration;
import dev.versioned.spring.VersionedMetricsAutoConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Tag("full")
class StarterTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  VersionedAutoConfiguration.class,
                  VersionedMetricsAutoConfiguration.class,
                  VersionedEndpointAutoConfiguration.class,
                  AliasHealthAutoConfiguration.class,
                  VersionedHealthAutoConfiguration.class))
          .withUserConfiguration(Application.class)
          .withPropertyValues(
              "versioned.aliases.shop.artifact=checkout",
              "management.endpoints.web.exposure.include=versioned");

  @Test
  void readAliasIsUp() {
    runner.run(
        context -> {
          Health health = context.getBean(HealthIndicator.class).health();
          assertThat(health.getStatus()).isEqualTo(Status.UP);
          assertThat(health.getDetails()).containsOnlyKeys("shop");
        });
  }

  @Test
  void staleAliasIsDownOrOutOfServiceByChoice() {
    ApplicationContextRunner stale = runner.withPropertyValues("versioned.health.stale-after=0s");
    stale.run(
        context ->
            assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                .isEqualTo(Status.DOWN));
    stale
        .withPropertyValues("versioned.health.stale-status=out-of-service")
        .run(
            context ->
                assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.OUT_OF_SERVICE));
  }

  @Test
  void disabledIndicatorIsAbsent() {
    runner
        .withPropertyValues("management.health.versioned.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void aliasAndEndpointAreBeans() {
    runner.run(
        context -> {
          assertThat(context.getBean(User.class).live().route().id()).hasToString("1");
          assertThat(context.getBean(VersionedEndpoint.class).one("shop"))
              .containsEntry("revision", 1L);
        });
  }

  record User(LiveAlias live) {}

  @Configuration(proxyBeanMethods = false)
  static class Application {
    @Bean
    ArtifactRepository repository() {
      ArtifactRepository repository = ArtifactRepository.inMemory();
      Artifact artifact = repository.artifact("checkout");
      artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
      return repository;
    }

    @Bean
    User user(@LiveAliasOf("checkout/LIVE") LiveAlias live) {
      return new User(live);
    }
  }
}
