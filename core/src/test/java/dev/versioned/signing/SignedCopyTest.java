package dev.versioned.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.ItemWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy in another repository has the signatures of the original. */
class SignedCopyTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final TrustPolicy POLICY = TrustPolicy.of(KEY.verifyingKey()).withSignedMoves();

  @TempDir Path directory;

  private final ArtifactRepository source =
      ArtifactRepository.of(
          new MemoryBlobStore(),
          new MemoryItemStore(),
          RepositorySettings.defaults().withSigner(KEY));
  private final List<String> writes = new ArrayList<>();
  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository target =
      ArtifactRepository.of(
          new MemoryBlobStore(),
          new ForwardingItemStore(items) {
            @Override
            public ItemWrite.Result write(String purpose, ItemWrite write) {
              writes.add(purpose);
              return super.write(purpose, write);
            }
          },
          RepositorySettings.defaults().withTrustPolicy(POLICY));

  private Version publish(String text) {
    return source.artifact("a").publish(Content.of(text)).version();
  }

  @Test
  void exportedVersionsAndMovesAreTrusted() {
    Version one = publish("one");
    Version two = publish("two");
    source.artifact("a").alias("LIVE").pointTo(one);
    source.artifact("a").alias("LIVE").pointTo(two);
    source.exportTo(directory.resolve("export")).run();
    target.importFrom(directory.resolve("export")).run();
    assertThat(target.artifact("a").resolve("LIVE").digest()).isEqualTo(two.digest());
    assertThat(target.artifact("a").readBytes(one.number())).asString().isEqualTo("one");
    assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
    writes.clear();
    target.importFrom(directory.resolve("export")).run();
    assertThat(writes).isEmpty();
  }

  @Test
  void copyIsTrusted() {
    source.artifact("a").alias("LIVE").pointTo(publish("one"));
    source.copyTo(target).run();
    assertThat(target.artifact("a").resolve("LIVE").digest())
        .isEqualTo(source.artifact("a").resolve("1").digest());
    assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
  }

  /** The import ended the rollout, and no key of the source has signed that. */
  @Test
  void aliasWhoseRolloutWasEndedIsUnsigned() {
    source.artifact("a").alias("LIVE").pointTo(publish("one"));
    source
        .artifact("a")
        .alias("LIVE")
        .rollout()
        .start(publish("two"), RolloutStrategy.parse("Canary10Percent5Minutes"));
    source.copyTo(target).run();
    assertThatThrownBy(() -> target.artifact("a").resolve("LIVE"))
        .isInstanceOf(UntrustedVersionException.class)
        .hasMessageContaining("its last move is not signed");
    assertThat(target.artifact("a").resolve("1").isPublished()).isTrue();
  }
}
