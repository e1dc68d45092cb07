package dev.versioned.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.event.Event;
import dev.versioned.micrometer.VersionedMetrics;
import dev.versioned.model.VersionNumber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class VersionedAutoConfigurationTest {
  private static final SecurityContext ANNA =
      new SecurityContext() {
        @Override
        public Principal getPrincipal() {
          return () -> "anna";
        }

        @Override
        public boolean isUserInRole(String role) {
          return false;
        }
      };

  private final ApplicationContextRunner empty =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  VersionedAutoConfiguration.class,
                  VersionedMetricsAutoConfiguration.class,
                  VersionedEndpointAutoConfiguration.class,
                  AliasHealthAutoConfiguration.class));
  private final ApplicationContextRunner runner =
      empty
          .withUserConfiguration(MemoryRepository.class)
          .withPropertyValues(
              "versioned.aliases.shop.artifact=checkout",
              "management.endpoints.web.exposure.include=versioned");

  private static FailureAnalysis analysis(@Nullable Throwable failure) {
    return Objects.requireNonNull(
        new VersionedFailureAnalyzer().analyze(Objects.requireNonNull(failure)));
  }

  @Test
  void allProblemsOfThePropertiesAreOneFailure() {
    empty
        .withPropertyValues(
            "versioned.aliases.shop.artifact=No Name", "versioned.aliases.shop.every=1ms")
        .run(
            context ->
                assertThat(analysis(context.getStartupFailure()).getDescription())
                    .contains("versioned.bucket is not set")
                    .contains("versioned.table is not set")
                    .contains("versioned.aliases.shop.artifact is not valid")
                    .contains("versioned.aliases.shop.every is PT0.001S"));
  }

  @Test
  void wrongPrefixIsExplainedWithoutAStackTrace() {
    empty
        .withPropertyValues(
            "versioned.bucket=b-1",
            "versioned.table=t-1",
            "versioned.prefix=/x",
            "versioned.region=eu-west-1")
        .run(
            context ->
                assertThat(analysis(context.getStartupFailure()).getDescription())
                    .contains("prefix"));
  }

  @Test
  void repositoryIsMadeWithoutClientsAndClosedWithTheContext() {
    AtomicReference<ArtifactRepository> kept = new AtomicReference<>();
    empty
        .withPropertyValues(
            "versioned.bucket=b-1", "versioned.table=t-1", "versioned.region=eu-west-1")
        .run(
            context -> {
              assertThat(context).hasSingleBean(ArtifactRepository.class);
              kept.set(context.getBean(ArtifactRepository.class));
            });
    assertThatIllegalStateException().isThrownBy(() -> Objects.requireNonNull(kept.get()).gc());
  }

  @Test
  void nothingIsSetUpIfItIsDisabled() {
    empty
        .withPropertyValues("versioned.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(ArtifactRepository.class)
                    .doesNotHaveBean(VersionedMetrics.class)
                    .doesNotHaveBean(VersionedEndpoint.class));
  }

  @Test
  void aliasesAreInjectedByQualifierAndByAnnotation() {
    runner
        .withUserConfiguration(Injected.class)
        .run(
            context -> {
              Users users = context.getBean(Users.class);
              assertThat(users.named().route().id()).hasToString("1");
              assertThat(users.configured()).isSameAs(users.named());
              assertThat(users.other().route().id()).hasToString("2");
              assertThat(users.later().getObject()).isSameAs(users.other());
              assertThat(context.getBean("shopLiveAlias")).isSameAs(users.named());
            });
  }

  @Test
  void deploymentsAreInjectedAndClosedWithTheContext(@TempDir Path folder) {
    AtomicReference<LiveDeployment<String>> kept = new AtomicReference<>();
    runner
        .withUserConfiguration(Deployed.class)
        .withPropertyValues(
            "versioned.aliases.shop.loader=texts",
            "versioned.cache.directory=" + folder.resolve("cache"))
        .run(
            context -> {
              LiveDeployment<String> deployment = context.getBean(Holder.class).deployment();
              String text = deployment.use(value -> value);
              assertThat(text).isEqualTo("one");
              kept.set(deployment);
            });
    assertThatIllegalStateException()
        .isThrownBy(() -> Objects.requireNonNull(kept.get()).use(value -> value));
  }

  @Test
  void deploymentWithoutALoaderIsExplained() {
    runner
        .withUserConfiguration(Deployed.class)
        .run(
            context ->
                assertThat(analysis(context.getStartupFailure()).getDescription())
                    .contains("no loader is named"));
  }

  @Test
  void cacheDirectoryExistsOnlyIfItIsUsed(@TempDir Path folder) {
    Path directory = folder.resolve("cache");
    runner
        .withPropertyValues("versioned.cache.directory=" + directory)
        .run(
            context -> {
              assertThat(directory).doesNotExist();
              ArtifactCache cache = context.getBean(ArtifactCache.class);
              LiveAlias live = context.getBean("shopLiveAlias", LiveAlias.class);
              assertThat(Files.readString(cache.fetch(live.route()))).isEqualTo("one");
            });
  }

  @Test
  void startFailsIfAVersionCannotBePrepared(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no directory");
    runner
        .withPropertyValues(
            "versioned.aliases.shop.fetch=true", "versioned.cache.directory=" + file)
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void whatHappensIsAnApplicationEvent() {
    runner.run(
        context -> {
          ArtifactRepository repository = context.getBean(ArtifactRepository.class);
          List<Event> events = context.getBean(MemoryRepository.class).events;
          events.clear();
          repository.artifact("checkout").alias("LIVE").pointTo(VersionNumber.of(2));
          assertThat(events).hasSize(1).first().isInstanceOf(Event.Moved.class);
        });
  }

  @Test
  void aliasesAndEventsAreMeasured() {
    runner.run(
        context -> {
          SimpleMeterRegistry registry = new SimpleMeterRegistry();
          context.getBean(VersionedMetrics.class).bindTo(registry);
          assertThat(registry.get("versioned.alias.share").gauge().value()).isEqualTo(1);
          assertThat(registry.get("versioned.publishes").functionCounter().count()).isEqualTo(2);
        });
  }

  @Test
  void endpointShowsAliasesAndHasNoMoves() {
    runner.run(
        context -> {
          VersionedEndpoint endpoint = context.getBean(VersionedEndpoint.class);
          assertThat(endpoint).isNotInstanceOf(MovingVersionedEndpoint.class);
          assertThat(endpoint.all()).containsOnlyKeys("aliases");
          assertThat(endpoint.one("shop"))
              .containsEntry("artifact", "checkout")
              .containsEntry("revision", 1L)
              .containsEntry("shares", Map.of("1", "100%"));
          assertThat(endpoint.one("unknown")).isNull();
        });
  }

  @Test
  void endpointMovesIfAllowedWithTheExpectedRevision() {
    runner
        .withPropertyValues("versioned.management.allow-moves=true")
        .run(
            context -> {
              MovingVersionedEndpoint endpoint = context.getBean(MovingVersionedEndpoint.class);
              assertThat(endpoint.move("shop", "2", "100", 9, "late", ANNA).getStatus())
                  .isEqualTo(409);
              assertThat(endpoint.move("shop", "2", "12.5", 1, "try", ANNA).getBody())
                  .containsEntry("updatedBy", "anna")
                  .containsEntry("shares", Map.of("1", "87.5%", "2", "12.5%"));
              assertThat(endpoint.move("shop", "2", "100", 2, "done", ANNA).getBody())
                  .containsEntry("shares", Map.of("2", "100%"));
              assertThat(endpoint.move("none", "2", "100", 2, "done", ANNA).getStatus())
                  .isEqualTo(404);
            });
  }

  @Test
  void staleAliasHasTheChosenStatus() {
    runner
        .withPropertyValues(
            "versioned.health.stale-after=0s", "versioned.health.stale-status=out-of-service")
        .run(
            context -> {
              AliasHealth.State state = context.getBean(AliasHealth.class).state();
              assertThat(state.problem())
                  .contains(VersionedProperties.Health.StaleStatus.OUT_OF_SERVICE);
              assertThat(state.details()).containsOnlyKeys("shop");
            });
    runner.run(
        context -> assertThat(context.getBean(AliasHealth.class).state().problem()).isEmpty());
  }

  record Users(
      LiveAlias named, LiveAlias configured, LiveAlias other, ObjectProvider<LiveAlias> later) {}

  @Configuration(proxyBeanMethods = false)
  static class Injected {
    @Bean
    Users users(
        @Qualifier("shop") LiveAlias named,
        @LiveAliasOf("checkout/LIVE") LiveAlias configured,
        @LiveAliasOf("checkout/OLD") LiveAlias other,
        @LiveAliasOf("checkout/OLD") ObjectProvider<LiveAlias> later) {
      return new Users(named, configured, other, later);
    }
  }

  record Holder(LiveDeployment<String> deployment) {}

  @Configuration(proxyBeanMethods = false)
  static class Deployed {
    @Bean
    Holder holder(@LiveAliasOf("checkout/LIVE") LiveDeployment<String> deployment) {
      return new Holder(deployment);
    }
  }
}
