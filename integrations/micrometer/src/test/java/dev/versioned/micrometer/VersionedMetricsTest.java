package dev.versioned.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionedMetricsTest {
  private final VersionedMetrics metrics = new VersionedMetrics();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ArtifactRepository repository = repository(metrics);
  private final Artifact artifact = repository.artifact("checkout");
  private final AliasHandle alias = artifact.alias("LIVE");

  static ArtifactRepository repository(VersionedMetrics metrics) {
    return ArtifactRepository.of(
        new MemoryBlobStore(),
        new MemoryItemStore(),
        RepositorySettings.defaults().withListener(metrics));
  }

  private Version publish(String text) {
    return artifact.publish(Content.of(text)).version();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  @Test
  void whatHappenedBeforeARegistryIsBoundIsCounted() {
    Version one = publish("one");
    publish("four");
    artifact.label(one, l -> l.add("qa=passed"));
    artifact.label(one, l -> l.add("qa=passed"));
    metrics.bindTo(registry);
    assertThat(counter("versioned.labels", "artifact", "checkout")).isEqualTo(1);
    assertThat(counter("versioned.publishes", "artifact", "checkout")).isEqualTo(2);
    assertThat(counter("versioned.published", "artifact", "checkout")).isEqualTo(7);
  }

  @Test
  void bindingARegistryTwiceChangesNothing() {
    publish("one");
    metrics.bindTo(registry);
    metrics.bindTo(registry);
    assertThat(counter("versioned.publishes")).isEqualTo(1);
  }

  @Test
  void movesAndRefusalsAreCountedByAction() {
    metrics.bindTo(registry);
    Version one = publish("one");
    alias.pointTo(one);
    assertThatThrownBy(() -> alias.pointTo(one, u -> u.expectRevision(9)))
        .isInstanceOf(RuntimeException.class);
    assertThat(counter("versioned.moves", "alias", "LIVE", "action", "create")).isEqualTo(1);
    assertThat(counter("versioned.moves.refused", "alias", "LIVE", "action", "move")).isEqualTo(1);
  }

  @Test
  void sharesFollowTheAliasAndOldVersionsVanish() {
    metrics.bindTo(registry);
    Version one = publish("one");
    Version two = publish("two");
    alias.pointTo(one);
    try (LiveAlias live = alias.watch()) {
      metrics.monitor(live);
      assertThat(gauge("versioned.alias.share", "version", "1")).isEqualTo(1);
      alias.split(one, two, Weight.percent(10));
      live.refresh();
      assertThat(gauge("versioned.alias.share", "version", "1")).isEqualTo(0.9);
      assertThat(gauge("versioned.alias.share", "version", "2")).isEqualTo(0.1);
      alias.pointTo(two);
      live.refresh();
      assertThat(registry.find("versioned.alias.share").tags("version", "1").gauge()).isNull();
      assertThat(registry.get("versioned.alias.swap").functionTimer().count()).isEqualTo(2);
      assertThat(gauge("versioned.alias.revision", "state", "routed")).isEqualTo(3);
    }
  }

  @Test
  void anotherFollowerOfTheSameAliasIsMeasured() {
    metrics.bindTo(registry);
    alias.pointTo(publish("one"));
    LiveAlias closed = alias.watch();
    metrics.monitor(closed);
    closed.close();
    try (LiveAlias live = alias.watch()) {
      metrics.monitor(live);
      live.pin(publish("two"));
      assertThat(gauge("versioned.alias.pinned")).isEqualTo(1);
    }
  }

  @Test
  void countedRoutesAreCountedByVersion() {
    metrics.bindTo(registry);
    alias.pointTo(publish("one"));
    try (LiveAlias live = alias.watch()) {
      CountedRoutes routes = metrics.counted(live);
      routes.route();
      assertThat(routes.route("anna").id()).hasToString("1");
      alias.pointTo(publish("two"));
      live.refresh();
      routes.route();
      assertThat(counter("versioned.alias.routes", "version", "1")).isEqualTo(2);
      assertThat(counter("versioned.alias.routes", "version", "2")).isEqualTo(1);
    }
  }

  @Test
  void rolloutsHaveStateStepAndWeight() {
    metrics.bindTo(registry);
    alias.pointTo(publish("one"));
    Version two = publish("two");
    alias
        .rollout()
        .start(
            RolloutPlan.of(two, RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5))));
    assertThat(gauge("versioned.rollout.state", "state", "running")).isEqualTo(1);
    alias.rollout().tick(HealthGate.open());
    assertThat(gauge("versioned.rollout.weight")).isEqualTo(0.1);
    alias.rollout().pause();
    assertThat(gauge("versioned.rollout.state", "state", "paused")).isEqualTo(1);
    assertThat(gauge("versioned.rollout.state", "state", "running")).isZero();
    alias.rollout().abort();
    assertThat(gauge("versioned.rollout.state", "state", "rolled_back")).isEqualTo(1);
  }

  @Test
  void pastTheBoundNamesBecomeOther() {
    VersionedMetrics bounded = new VersionedMetrics(2);
    bounded.bindTo(registry);
    ArtifactRepository repo = repository(bounded);
    for (String name : new String[] {"a", "b", "c", "d"}) {
      repo.artifact(name).publish(Content.of(name));
    }
    assertThat(registry.find("versioned.publishes").functionCounters()).hasSize(3);
    assertThat(counter("versioned.publishes", "artifact", Series.OTHER)).isEqualTo(2);
  }

  @Test
  void lessThanOneSeriesIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new VersionedMetrics(0));
  }

  @Test
  void fetchesOfACacheAreCountedByResult(@TempDir Path folder) {
    metrics.bindTo(registry);
    ArtifactCache cache = ArtifactCache.builder(repository, folder.resolve("cache")).build();
    metrics.monitor("files", cache);
    Version one = publish("one");
    cache.fetch(one);
    cache.fetch(one);
    assertThat(counter("versioned.cache.fetches", "result", "hit")).isEqualTo(1);
    assertThat(counter("versioned.cache.fetches", "result", "download")).isEqualTo(1);
    assertThat(counter("versioned.cache.fetches", "result", "failure")).isZero();
    assertThat(counter("versioned.cache.downloaded", "cache", "files")).isEqualTo(3);
  }

  @Test
  void preparationsAreTimedByResult() {
    metrics.bindTo(registry);
    Version one = publish("one");
    metrics.timed(version -> {}).accept(one);
    assertThatThrownBy(
            () ->
                metrics
                    .timed(
                        version -> {
                          throw new IllegalStateException("no disk");
                        })
                    .accept(one))
        .hasMessage("no disk");
    assertThat(registry.get("versioned.prepare").tags("result", "ready").functionTimer().count())
        .isEqualTo(1);
    assertThat(registry.get("versioned.prepare").tags("result", "failed").functionTimer().count())
        .isEqualTo(1);
  }

  @Test
  void deploymentsAreMeasured(@TempDir Path folder) throws Exception {
    metrics.bindTo(registry);
    alias.pointTo(publish("one"));
    ArtifactCache cache = ArtifactCache.builder(repository, folder.resolve("cache")).build();
    try (LiveDeployment<String> deployment =
        LiveDeployment.<String>builder(
                alias,
                cache,
                DeploymentMetrics.timed(metrics, (file, version) -> Files.readString(file)))
            .build()) {
      DeploymentMetrics.monitor(metrics, deployment);
      assertThat(gauge("versioned.deployment.versions", "state", "serving")).isEqualTo(1);
      String text =
          deployment.use(
              value -> {
                assertThat(gauge("versioned.deployment.active")).isEqualTo(1);
                return value;
              });
      assertThat(text).isEqualTo("one");
      assertThat(registry.get("versioned.prepare").functionTimer().count()).isEqualTo(1);
      assertThat(registry.get("versioned.deployment.shadow").functionCounters()).hasSize(4);
    }
  }
}
