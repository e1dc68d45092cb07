package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClosedRepositoryTest {
  private final ArtifactRepository repo = ArtifactRepository.inMemory();
  private final Artifact artifact = repo.artifact("a");
  private final AliasHandle live = artifact.alias("LIVE");
  private final Version v1 = artifact.publish(Content.of("one")).version();

  @Test
  void everyCallIsRefused() {
    repo.close();
    Stream.<ThrowingCallable>of(
            () -> repo.artifacts(),
            () -> repo.gc(),
            () -> repo.fsck(),
            () -> artifact.publish(Content.of("two")),
            () -> artifact.publish(),
            () -> artifact.put(Content.of("two")),
            () -> artifact.resolve("1"),
            () -> artifact.find(Latest.LATEST),
            () -> artifact.versions(),
            () -> artifact.aliases(),
            () -> artifact.open(v1),
            () -> artifact.readBytes(v1.number()),
            () -> artifact.download(v1, Path.of("one")),
            () -> artifact.delete(v1.number()),
            () -> artifact.restore(v1.number()),
            () -> artifact.deleteAll(),
            () -> artifact.gc(),
            () -> artifact.fsck(),
            () -> live.pointTo(v1),
            () -> live.rollback(),
            () -> live.delete(),
            () -> live.find(),
            () -> live.ledger(),
            () -> live.watch())
        .forEach(
            call ->
                assertThatIllegalStateException()
                    .isThrownBy(call)
                    .withMessage("Cannot use a repository that is closed"));
  }

  @Test
  void secondCloseDoesNothing() {
    repo.close();
    repo.close();
  }

  @Test
  void liveAliasKeepsRouting() {
    live.pointTo(v1);
    LiveAlias followed = live.watch();
    repo.close();
    assertThat(followed.route("user")).isEqualTo(v1);
  }
}
