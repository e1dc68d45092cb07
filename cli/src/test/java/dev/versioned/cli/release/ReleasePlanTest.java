package dev.versioned.cli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.cli.document.Document;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.ItemStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plans and applies, over the stores in memory. */
class ReleasePlanTest {
  private static ReleasePlan plan(ArtifactRepository repo, String json) {
    return ReleasePlan.of(ReleaseFile.of(Document.parse("f.json", json), "prd"), repo);
  }

  private static ArtifactRepository withVersions(int count) {
    ArtifactRepository repo = ArtifactRepository.inMemory();
    publish(repo.artifact("a"), count);
    return repo;
  }

  private static void publish(Artifact artifact, int count) {
    IntStream.rangeClosed(1, count).forEach(i -> artifact.publish(Content.of("content " + i)));
  }

  @Test
  void newestIsTakenWhereverAVersionIsNamed() {
    ArtifactRepository repo = withVersions(3);
    assertThat(
            plan(
                    repo,
                    "{\"prd.artifacts.a.one_version1\": \"newest\","
                        + "\"prd.artifacts.a.two_version1\": 1,"
                        + "\"prd.artifacts.a.two_version2\": \"newest\","
                        + "\"prd.artifacts.a.two_version2_percentage\": 0.1}")
                .changes())
        .extracting(change -> change.alias() + " " + change.wanted())
        .containsExactly("ONE 3=100%", "TWO 1=90% 3=10%");
    String nested =
        "{\"environments\": {\"prd\": {\"artifacts\": {\"a\": {\"LIVE\":"
            + " {\"version\": %s, \"split\": {\"newest\": \"10%%\"%s}}}}}}}";
    assertThat(plan(repo, nested.formatted("1", "")).changes().get(0).wanted())
        .hasToString("1=90% 3=10%");
    assertThat(plan(repo, nested.formatted("3", "")).changes().get(0).wanted())
        .hasToString("3=100%");
    assertThatThrownBy(() -> plan(repo, nested.formatted("1", ", \"3\": \"5%\"")))
        .hasMessageContaining("version 3 of a is the newest, and wanted twice for LIVE");
    assertThatThrownBy(() -> plan(repo, nested.formatted("\"newest\"", "")))
        .hasMessageContaining("the newest version is wanted twice for a:LIVE");
    assertThatThrownBy(() -> plan(repo, nested.formatted("\"$LATEST\"", "")))
        .hasMessageContaining("cannot be split between $LATEST and the newest version");
  }

  @Test
  void allThatIsMissingIsReportedAtOnce() {
    ArtifactRepository repo = withVersions(1);
    assertThatThrownBy(
            () ->
                plan(
                    repo,
                    "{\"prd.artifacts.a.one_version1\": 7, \"prd.artifacts.a.two_version1\": 8,"
                        + " \"prd.artifacts.a.three_version1\": 1,"
                        + " \"prd.artifacts.b.one_version1\": null}"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("7")
        .hasMessageContaining("8")
        .hasMessageContaining("artifact b");
  }

  @Test
  void secondApplyChangesNothing() {
    ArtifactRepository repo = withVersions(2);
    String file = "{\"prd.artifacts.a.live_version1\": 1, \"prd.artifacts.a.beta_version1\": null}";
    assertThat(plan(repo, file).apply(repo, update -> update.reason("first")))
        .extracting(alias -> alias.name() + " " + alias.routing())
        .containsExactly("LIVE 1=100%", "BETA 2=100%");
    ReleasePlan second = plan(repo, file);
    assertThat(second.differs()).isFalse();
    assertThat(second.apply(repo, update -> update.reason("second"))).isEmpty();
    assertThat(repo.artifact("a").alias("LIVE").ledger()).hasSize(1);
  }

  @Test
  void driftAndWhatTheFileDoesNotNameAreShown() {
    ArtifactRepository repo = withVersions(2);
    String file = "{\"prd.artifacts.a.live_version1\": 1}";
    plan(repo, file).apply(repo, update -> update.reason(""));
    repo.artifact("a").alias("LIVE").moveTo(repo.artifact("a").alias("LIVE").read().routing());
    assertThat(plan(repo, file).differs()).isFalse();
    repo.artifact("a").alias("LIVE").pointTo(repo.artifact("a").resolve("2"));
    repo.artifact("a").alias("OTHER").pointTo(repo.artifact("a").resolve("2"));
    ReleasePlan drifted = plan(repo, file);
    assertThat(drifted.changes())
        .extracting(Object::toString)
        .containsExactly("~ a:LIVE: 2=100% -> 1=100%");
    assertThat(drifted.unmanaged()).extracting(a -> a.name().value()).containsExactly("OTHER");
  }

  @Test
  void missingVersionsAreFoundByThePlan() {
    ArtifactRepository repo = withVersions(1);
    assertThatThrownBy(() -> plan(repo, "{\"prd.artifacts.a.live_version1\": 9}"))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> plan(repo, "{\"prd.artifacts.b.live_version1\": null}"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aMoveSinceThePlanRefusesIt() {
    ArtifactRepository repo = withVersions(2);
    String file = "{\"prd.artifacts.a.live_version1\": 1, \"prd.artifacts.a.beta_version1\": 1}";
    ReleasePlan plan = plan(repo, file);
    repo.artifact("a").alias("LIVE").pointTo(repo.artifact("a").resolve("2"));
    assertThatThrownBy(() -> plan.apply(repo, update -> update.reason("")))
        .isInstanceOf(RevisionConflictException.class);
    assertThat(repo.artifact("a").alias("BETA").find()).isEmpty();
  }

  @Test
  void aRolloutThatWouldEndIsReported() {
    ArtifactRepository repo = withVersions(3);
    plan(repo, "{\"prd.artifacts.a.live_version1\": 1}").apply(repo, update -> update.reason(""));
    repo.artifact("a")
        .alias("LIVE")
        .rollout()
        .start(
            repo.artifact("a").resolve("2").number(),
            RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    assertThat(plan(repo, "{\"prd.artifacts.a.live_version1\": 3}").changes())
        .extracting(ReleasePlan.Change::endsRollout)
        .containsExactly(true);
  }

  @Test
  void aSetOfOver100ItemsIsRefusedBeforeAnythingIsWritten() {
    ArtifactRepository repo = withVersions(2);
    String file = file(51, "1", "");
    ReleasePlan plan = plan(repo, file);
    assertThatThrownBy(() -> plan.apply(repo, update -> update.reason("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100");
    assertThat(repo.artifact("a").aliases()).isEmpty();
  }

  private static String file(int aliases, String version, String split) {
    String members =
        IntStream.rangeClosed(1, aliases)
            .mapToObj(i -> "\"A" + i + "\": {\"version\": " + version + split + "}")
            .collect(Collectors.joining(","));
    return "{\"environments\": {\"prd\": {\"artifacts\": {\"a\": {" + members + "}}}}}";
  }

  /** At every call of the catalog, once a failure before it and once a lost reply after it. */
  @Test
  @Tag("again")
  void aliasesMoveAllOrNoneWhateverFails() {
    int aliases = Boolean.getBoolean("versioned.full") ? 50 : 10;
    int broken = 0;
    for (boolean after : new boolean[] {false, true}) {
      for (int at = 0; ; at++) {
        MemoryItemStore catalog = new MemoryItemStore();
        MemoryBlobStore blobs = new MemoryBlobStore();
        RepositorySettings settings =
            RepositorySettings.defaults().withContentionTimeout(Duration.ofMillis(50));
        ArtifactRepository sound = ArtifactRepository.of(blobs, catalog, settings);
        publish(sound.artifact("a"), 2);
        for (int i = 1; i <= aliases; i++) {
          sound
              .artifact("a")
              .alias("A" + i)
              .split(
                  sound.artifact("a").resolve("1"),
                  sound.artifact("a").resolve("2"),
                  Weight.percent(10));
        }
        AtomicInteger left = new AtomicInteger(at);
        ArtifactRepository faulty =
            ArtifactRepository.of(blobs, failing(catalog, left, after), settings);
        try {
          plan(faulty, file(aliases, "1", ", \"split\": {\"2\": \"20%\"}"))
              .apply(faulty, update -> update.reason(""));
        } catch (ArtifactException e) {
          broken++;
        }
        Set<String> routings =
            sound
                .artifact("a")
                .aliases()
                .map(Alias::routing)
                .map(Object::toString)
                .collect(Collectors.toSet());
        assertThat(routings).as("failure %d, after: %s", at, after).hasSize(1);
        if (left.get() >= 0) {
          assertThat(routings).containsExactly("1=80% 2=20%");
          break;
        }
      }
    }
    assertThat(broken).isPositive();
  }

  private static ItemStore failing(ItemStore store, AtomicInteger left, boolean after) {
    return (ItemStore)
        Proxy.newProxyInstance(
            ItemStore.class.getClassLoader(),
            new Class<?>[] {ItemStore.class},
            (proxy, method, args) -> {
              boolean fails = left.getAndDecrement() == 0;
              if (fails && !after) {
                throw BackendException.transientFailure("Cannot reach it", null);
              }
              Object result;
              try {
                result = method.invoke(store, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (fails) {
                throw BackendException.unknownOutcome("Cannot hear it", null);
              }
              return result;
            });
  }

  @Test
  void theAliasesMovedAreRolledBackTogether() {
    ArtifactRepository repo = withVersions(2);
    plan(repo, file(3, "1", "")).apply(repo, update -> update.reason(""));
    List<Alias> moved = plan(repo, file(3, "2", "")).apply(repo, update -> update.reason(""));
    repo.releaseSet().rollback(moved).apply();
    assertThat(repo.artifact("a").aliases().map(a -> a.routing().toString()))
        .containsOnly("1=100%")
        .hasSize(3);
  }
}
