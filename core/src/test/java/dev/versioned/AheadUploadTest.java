package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.spi.Seams;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large content is on its way while it is hashed, if an executor has the time; else later. */
@Timeout(30)
class AheadUploadTest {
  private static final Content LARGE = Content.of("sent in parts of four");

  private static Artifact artifact(Executor executor) {
    Seams real = Seams.system();
    Seams seams = new Seams(real.clock(), real.pause(), real.random(), real.ids(), executor);
    return ArtifactRepository.over(
            new MemoryBlobStore(),
            new MemoryItemStore(),
            RepositorySettings.defaults().withPartBytes(4).withSeams(seams))
        .artifact(ArtifactName.parse("checkout"));
  }

  @Test
  void executorThatBeginsNothingDelaysNobody() {
    Artifact artifact = artifact(task -> {});
    assertThat(artifact.publish(LARGE).outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(artifact.publish(LARGE).outcome()).isEqualTo(PublishResult.Outcome.UNCHANGED);
    artifact.put(LARGE);
    assertThat(artifact.resolve(Latest.LATEST).sizeBytes()).isEqualTo(21);
  }

  @Test
  void executorThatBeginsTooLateSendsNothingAgain() {
    Deque<Runnable> late = new ArrayDeque<>();
    Artifact artifact = artifact(late::add);
    PublishResult published = artifact.publish(LARGE);
    while (!late.isEmpty()) {
      late.remove().run();
    }
    assertThat(artifact.versions()).containsExactly(published.version());
  }
}
