package dev.versioned.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Alias;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStrategy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the programs work as documented. */
class ProgramsTest {
  private final Rehearsal.HandClock clock =
      new Rehearsal.HandClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final ArtifactRepository repo = ArtifactRepository.inMemory(clock);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    repo.close();
  }

  private Version publish(String artifact, String content) {
    return repo.artifact(artifact).publish(Content.of(content)).version();
  }

  @Test
  void repeatedStepOfAPipelinePublishesOnce() throws Exception {
    Path jar = Files.writeString(folder.resolve("checkout.jar"), "a build");
    PublishResult first = PublishInCi.publish(repo, jar, "1a2b3c", "run-42");
    PublishResult again = PublishInCi.publish(repo, jar, "1a2b3c", "run-42");
    assertThat(first.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(again).isEqualTo(new PublishResult(first.version(), PublishResult.Outcome.REPLAYED));
    assertThat(first.version().metadata()).containsEntry("git.sha", "1a2b3c");
    assertThat(first.version().createdBy()).isEqualTo("ci");
  }

  @Test
  void userOfAWebServiceStaysWithAVersion() throws Exception {
    Version v1 = publish("greeting", "Hello");
    Version v2 = publish("greeting", "Good morning");
    repo.artifact("greeting").alias("LIVE").split(v1, v2, Weight.percent(50));
    try (WebService service = new WebService(repo, folder.resolve("cache"))) {
      for (int user = 0; user < 10; user++) {
        HttpResponse<String> first = get(service, "user-" + user);
        HttpResponse<String> again = get(service, "user-" + user);
        assertThat(first.body()).isIn("Hello", "Good morning").isEqualTo(again.body());
        assertThat(first.headers().firstValue("X-Version"))
            .hasValue(first.body().equals("Hello") ? "1" : "2");
      }
    }
  }

  private static HttpResponse<String> get(WebService service, String user) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + "/" + user);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void canaryIsPromotedOrTakenBack() throws Exception {
    Version v1 = publish("checkout", "1");
    Version v2 = publish("checkout", "2");
    AliasHandle live = repo.artifact("checkout").alias("LIVE");
    live.pointTo(v1);
    assertThat(roll(v2, Health.unhealthy("5xx over 1 %"))).isFalse();
    assertThat(live.read().routing().primary()).isEqualTo(v1.number());
    assertThat(roll(v2, Health.healthy())).isTrue();
    assertThat(roll(v2, Health.healthy())).as("the job runs again").isTrue();
    assertThat(live.read().routing().primary()).isEqualTo(v2.number());
  }

  private boolean roll(Version version, Health health) throws InterruptedException {
    return CanaryDriver.rollOut(
        repo,
        version,
        status -> {
          clock.advance(Duration.ofMinutes(1));
          return health;
        },
        Duration.ofMillis(1));
  }

  @Test
  void alarmRollsBackOnceAndOnlyWhatItSaw() {
    AliasHandle live = repo.artifact("checkout").alias("LIVE");
    live.pointTo(publish("checkout", "1"));
    assertThat(alarm(live.read())).as("no earlier routing").isEmpty();
    Alias seen = live.pointTo(publish("checkout", "2"));
    assertThat(alarm(seen)).map(a -> a.routing().primary().toString()).hasValue("1");
    assertThat(alarm(seen)).as("it has moved since").isEmpty();
    assertThat(live.ledger().findFirst().orElseThrow().reason()).isEqualTo("too slow");
  }

  private Optional<Alias> alarm(Alias seen) {
    return RollbackOnAlarm.rollBack(repo, "checkout", seen, "too slow");
  }

  @Test
  void oldVersionsAreDeletedUnlessTheyServeOrAreLabelled() {
    Artifact checkout = repo.artifact("checkout");
    checkout.publish(Content.of("first"), p -> p.metadata("keep", "audit"));
    Version served = publish("checkout", "second");
    checkout.alias("LIVE").pointTo(served);
    for (int i = 0; i < 28; i++) {
      publish("checkout", "later " + i);
    }
    clock.advance(Duration.ofDays(91));
    assertThat(RetentionJob.run(repo)).isEqualTo("deleted 8, kept 22, 0 failed");
    assertThat(checkout.versions().map(v -> v.number().value())).contains(1L, 2L, 30L, 11L);
  }

  @Test
  void tasksOfABatchUseOneVersion() throws Exception {
    AliasHandle live = repo.artifact("fraud-model").alias("LIVE");
    live.pointTo(publish("fraud-model", "weights A"));
    NightlyBatch batch = new NightlyBatch(repo, folder.resolve("run.txt"));
    batch.start();
    live.pointTo(publish("fraud-model", "weights B"));
    assertThat(new NightlyBatch(repo, folder.resolve("run.txt")).score("account 7"))
        .isEqualTo("account 7 scored by weights A of fraud-model:1");
  }

  @Test
  void strategyIsRehearsedInNoTime() {
    assertThat(Rehearsal.of(RolloutStrategy.linear(Weight.percent(25), Duration.ofMinutes(10))))
        .containsExactly(
            "after 0 min: 1=75% 2=25%",
            "after 10 min: 1=50% 2=50%",
            "after 20 min: 1=25% 2=75%",
            "after 30 min: 1=0% 2=100%",
            "after 31 min: 2=100%");
  }

  @Test
  void tenantsSeeTheirOwnArtifacts() {
    Tenants tenants = new Tenants(repo);
    tenants.artifact("acme", "rules").publish(Content.of("acme's"));
    tenants.artifact("acme", "model").publish(Content.of("acme's"));
    tenants.artifact("acme-2", "rules").publish(Content.of("acme-2's"));
    tenants.artifact("zenith", "rules").publish(Content.of("zenith's"));
    assertThat(tenants.artifacts("acme")).containsExactly("model", "rules");
    assertThat(tenants.artifacts("nobody")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> tenants.artifact("acme.x", "rules"));
  }

  @Test
  void pagesShowEveryVersionOnce() {
    for (int i = 1; i <= 25; i++) {
      publish("checkout", "content " + i);
    }
    VersionPages pages = new VersionPages(repo);
    List<Integer> sizes = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String next = null;
    do {
      VersionPages.View page = pages.page("checkout", next);
      sizes.add(page.lines().size());
      lines.addAll(page.lines());
      next = page.next();
    } while (next != null);
    assertThat(sizes).containsExactly(10, 10, 5);
    assertThat(lines).hasSize(25).doesNotHaveDuplicates();
    assertThat(lines.get(0)).startsWith("25  ");
  }
}
