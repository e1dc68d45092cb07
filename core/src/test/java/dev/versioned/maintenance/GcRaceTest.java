package dev.versioned.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.Gc;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Collectors without grace or window against everything else: whoever wins, nothing that is
 * referred to loses its bytes.
 */
class GcRaceTest {
  private static final int ROUNDS = 100;

  private final ArtifactRepository repo =
      ArtifactRepository.of(
          new MemoryBlobStore(),
          new MemoryItemStore(),
          RepositorySettings.defaults().withPublishWait(Duration.ofMillis(1)).withPageSize(7));
  private final Artifact artifact = repo.artifact("contended");
  private final Gc eager =
      repo.gc().withGracePeriod(Duration.ZERO).withUndeleteWindow(Duration.ZERO);
  private final AtomicLong contents = new AtomicLong();

  @RepeatedTest(3)
  void nothingReferencedLosesItsBytesHoweverCollectorsRace() throws Exception {
    Version first = artifact.publish(Content.of("first")).version();
    artifact.alias("LIVE").pointTo(first);
    ExecutorService threads = Executors.newFixedThreadPool(10);
    List<Future<Void>> actors = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      actors.add(threads.submit(each(random -> publish())));
      actors.add(threads.submit(each(random -> put())));
      actors.add(threads.submit(each(random -> deleteOrRestore(pick(random), random))));
      actors.add(threads.submit(each(random -> point(pick(random)))));
      actors.add(threads.submit(each(random -> assertThat(eager.run().failures()).isEmpty())));
    }
    for (Future<Void> actor : actors) {
      actor.get();
    }
    threads.shutdown();
    assertThat(repo.fsck().verifyingDigests().violations()).isEmpty();
    eager.run();
    assertThat(eager.plan()).isEmpty();
    assertThat(repo.fsck().verifyingDigests().violations()).isEmpty();
    Version live = artifact.resolve("LIVE");
    assertThat(artifact.readBytes(live.number())).isNotEmpty();
    artifact.versions(VersionState.EXPIRED).forEach(v -> assertThat(v).isNotEqualTo(live));
  }

  private static Callable<Void> each(Consumer<Random> step) {
    return () -> {
      Random random = new Random();
      for (int i = 0; i < ROUNDS; i++) {
        step.accept(random);
      }
      return null;
    };
  }

  private void publish() {
    try {
      artifact.publish(Content.of("content " + contents.incrementAndGet()));
    } catch (BackendException e) {
      assertThat(e).hasMessageContaining("grace period");
    }
  }

  private void put() {
    try {
      artifact.put(Content.of("copy " + contents.incrementAndGet()));
    } catch (BackendException e) {
      assertThat(e).hasMessageContaining("grace period");
    }
  }

  private VersionNumber pick(Random random) {
    List<Version> newest = artifact.versions().limit(5).toList();
    return newest.get(random.nextInt(newest.size())).number();
  }

  private void deleteOrRestore(VersionNumber number, Random random) {
    try {
      artifact.delete(number);
      if (random.nextBoolean()) {
        Version restored = artifact.restore(number);
        assertThat(restored.number()).isEqualTo(number);
      }
    } catch (VersionInUseException e) {
      assertThat(e.aliases()).isNotNull();
    } catch (NotFoundException e) {
      assertThat(e).hasMessageContaining("bytes have been removed");
    }
  }

  private void point(VersionNumber number) {
    try {
      artifact.alias("LIVE").pointTo(number);
      artifact.readBytes(artifact.alias("LIVE").read().name());
    } catch (NotFoundException e) {
      // Deleted between the pick and the move, or left and deleted between resolving and reading.
      assertThat(e.subject()).isEqualTo(NotFoundException.Subject.VERSION);
    }
  }
}
