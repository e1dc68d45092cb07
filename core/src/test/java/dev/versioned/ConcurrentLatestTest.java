package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.maintenance.Interposed;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Latest;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.spi.ItemStore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Concurrent puts, publishes and deletions that interrupt one another. */
class ConcurrentLatestTest {
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repo = over(items);
  private final Artifact artifact = repo.artifact("a");

  private ArtifactRepository over(ItemStore store) {
    return ArtifactRepository.of(blobs, store, RepositorySettings.defaults());
  }

  /** Returns the artifact with a hook that runs once, before the first call of a purpose. */
  private Artifact before(String purpose, Runnable happening) {
    AtomicBoolean once = new AtomicBoolean();
    ItemStore store =
        Interposed.before(
            items,
            purpose,
            () -> {
              if (once.compareAndSet(false, true)) {
                happening.run();
              }
            });
    return over(store).artifact("a");
  }

  private String latest() {
    return new String(artifact.readBytes(Latest.LATEST), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void putDuringPublishOfLatestStaysLatest() {
    artifact.put(Content.of("A"));
    Version one = before("reserve", () -> artifact.put(Content.of("B"))).publish().version();
    assertThat(artifact.readBytes(one.number())).asString().isEqualTo("A");
    assertThat(latest()).isEqualTo("B");
    PublishResult two = artifact.publish();
    assertThat(two.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(artifact.readBytes(two.number())).asString().isEqualTo("B");
    assertThat(artifact.resolve("$LATEST")).isEqualTo(two.version());
  }

  @Test
  void putDuringRepublishOfTheNewestStaysLatest() {
    artifact.publish(Content.of("one"));
    before("reserve", () -> artifact.put(Content.of("B"))).publish(p -> p.evenIfUnchanged());
    assertThat(latest()).isEqualTo("B");
  }

  @Test
  void contentPublishedBetweenHidesThePut() {
    artifact.put(Content.of("A"));
    Artifact slow =
        before(
            "reserve",
            () -> {
              artifact.put(Content.of("B"));
              artifact.publish(Content.of("C"));
            });
    slow.publish();
    assertThat(artifact.versions()).hasSize(2);
    assertThat(latest()).isEqualTo("A");
  }

  @Test
  void versionsOfEarlierCopiesDoNotHideALaterOne() {
    artifact.put(Content.of("A"));
    Artifact slow =
        before(
            "reserve",
            () -> {
              Artifact slower = before("commit", () -> artifact.put(Content.of("B")));
              slower.publish();
            });
    slow.publish(p -> p.evenIfUnchanged());
    assertThat(artifact.versions()).hasSize(2);
    assertThat(latest()).isEqualTo("B");
  }

  @Test
  void putAfterADeletionIsNotHiddenByAnOlderPublish() {
    for (int i = 0; i < 5; i++) {
      artifact.put(Content.of("A" + i));
    }
    Artifact slow =
        before(
            "reserve",
            () -> {
              artifact.deleteAll();
              artifact.put(Content.of("B"));
            });
    slow.publish();
    assertThat(latest()).isEqualTo("B");
  }

  @Test
  void publishDuringADeletionIsListed() {
    artifact.publish(Content.of("one"));
    Version two = before("commit", artifact::deleteAll).publish(Content.of("two")).version();
    assertThat(two.number().value()).isEqualTo(3);
    assertThat(artifact.versions()).containsExactly(two);
    assertThat(repo.artifacts()).containsExactly(artifact.name());
  }

  @Test
  void putDuringADeletionIsListed() {
    for (String first : new String[] {"copy", ""}) {
      if (!first.isEmpty()) {
        artifact.put(Content.of(first));
      }
      before("put", artifact::deleteAll).put(Content.of("B"));
      assertThat(latest()).isEqualTo("B");
      assertThat(repo.artifacts()).containsExactly(artifact.name());
      artifact.deleteAll();
      assertThat(repo.artifacts()).isEmpty();
    }
  }

  @Test
  void putAfterADeletionRelistsTheArtifact() {
    artifact.put(Content.of("A"));
    Artifact deleting = before("retire", () -> artifact.put(Content.of("B")));
    deleting.deleteAll();
    assertThat(artifact.find(Latest.LATEST)).isEmpty();
    assertThat(repo.artifacts()).isEmpty();
    artifact.put(Content.of("C"));
    assertThat(repo.artifacts()).containsExactly(artifact.name());
  }
}
