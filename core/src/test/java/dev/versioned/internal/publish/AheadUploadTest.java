package dev.versioned.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Latest;
import dev.versioned.model.PublishResult;
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
    return ArtifactRepository.of(
            new MemoryBlobStore(),
            new MemoryItemStore(),
            RepositorySettings.defaults().withPartBytes(4).withExecutor(executor))
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
