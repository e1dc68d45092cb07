package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.cache.ArtifactCache;
import dev.versioned.cache.Verification;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose size differs from that of the bytes. */
class WrongSizeTest {
  private static final byte[] BYTES = new byte[40];

  static {
    new Random(40).nextBytes(BYTES);
  }

  private final MemoryBlobStore store = new MemoryBlobStore();
  private final ChangedReads reads = ChangedReads.of(store);
  private final ArtifactRepository repository =
      ArtifactRepository.of(reads.honest(), new MemoryItemStore(), RepositorySettings.defaults());
  private final Artifact artifact = repository.artifact("a");
  private final Version version = artifact.publish(Content.of(BYTES)).version();

  @TempDir Path directory;

  private static Version sized(Version version, long sizeBytes) {
    return new Version(
        version.artifact(),
        version.id(),
        version.digest(),
        sizeBytes,
        version.contentType(),
        version.fileName(),
        version.description(),
        version.metadata(),
        version.createdAt(),
        version.createdBy(),
        version.key(),
        Version.NO_PLACE);
  }

  private static Stream<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 39, 41, 1000, 20L << 20, 4_000_000_000_000L, Long.MAX_VALUE})
  void wrongSizeIsCorruptContent(long sizeBytes) throws IOException {
    Version wrong = sized(version, sizeBytes);
    Path file = directory.resolve("file");
    assertThatThrownBy(() -> artifact.download(wrong, file))
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining("as recorded");
    assertThat(files(directory)).isEmpty();
    assertThatThrownBy(() -> artifact.readBytes(wrong)).isInstanceOf(CorruptContentException.class);
    assertThatThrownBy(
            () -> {
              try (InputStream in = artifact.open(wrong)) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(CorruptContentException.class);
    assertThat(reads.taken()).isLessThanOrEqualTo(3L * (Math.min(BYTES.length - 1, sizeBytes) + 1));
  }

  @Test
  void negativeSizeIsNoVersion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sized(version, -7))
        .withMessageContaining("a:1")
        .withMessageContaining("-7");
  }

  @ParameterizedTest
  @EnumSource(Verification.class)
  void wrongSizeHarmsNoSharedFileOfACache(Verification verification) throws IOException {
    ArtifactCache cache = ArtifactCache.builder(repository, directory).verify(verification).build();
    for (long sizeBytes : new long[] {0, 5, 41, 1000, 1 << 30}) {
      Version wrong = sized(version, sizeBytes);
      assertThatThrownBy(() -> cache.fetch(wrong)).isInstanceOf(CorruptContentException.class);
    }
    assertThat(files(directory.resolve("blobs"))).isEmpty();
    Version other = repository.artifact("b").publish(Content.of(BYTES)).version();
    Path shared = cache.fetch(other);
    for (long sizeBytes : new long[] {0, 5, 41, 1000, 1 << 30, 4_000_000_000_000L}) {
      Version wrong = sized(version, sizeBytes);
      assertThatThrownBy(() -> cache.fetch(wrong)).isInstanceOf(CorruptContentException.class);
      assertThat(shared).hasBinaryContent(BYTES);
    }
    assertThat(cache.fetch(other)).isEqualTo(shared);
    assertThat(files(directory.resolve("blobs"))).containsExactly(shared);
  }

  @ParameterizedTest
  @ValueSource(longs = {901, 4_000_000_000_000L, Long.MAX_VALUE})
  void wrongSizeAboveTheCachesIsATypedError(long sizeBytes) throws IOException {
    ArtifactCache cache = ArtifactCache.builder(repository, directory).maxBytes(900).build();
    assertThatThrownBy(() -> cache.fetch(sized(version, sizeBytes)))
        .isInstanceOfSatisfying(
            ContentTooLargeException.class,
            e -> {
              assertThat(e.recordedBytes()).isEqualTo(sizeBytes);
              assertThat(e.limitBytes()).isEqualTo(900);
            })
        .hasMessageContaining("its record says " + sizeBytes + " bytes")
        .hasMessageContaining("may hold 900");
    assertThat(files(directory.resolve("blobs"))).isEmpty();
  }

  @Test
  void wrongSizeThatFitsRemovesNoOtherFile() throws IOException {
    ArtifactCache cache =
        ArtifactCache.builder(repository, directory).maxBytes(900).keepFor(Duration.ZERO).build();
    Path other = cache.fetch(artifact.publish(Content.of(new byte[500])).version());
    assertThatThrownBy(() -> cache.fetch(sized(version, 800)))
        .isInstanceOf(CorruptContentException.class);
    assertThat(files(directory.resolve("blobs"))).containsExactly(other);
    Version large = artifact.publish(Content.of(new byte[800])).version();
    assertThat(files(directory.resolve("blobs"))).containsExactly(other);
    Path fetched = cache.fetch(large);
    assertThat(files(directory.resolve("blobs"))).containsExactly(fetched);
  }

  /** Simulates an endless object in place of the version's. */
  @Test
  void noMoreIsTakenThanWasRecordedAndOne() throws IOException {
    ChangedReads endless = ChangedReads.of(store);
    Artifact exchanged =
        ArtifactRepository.of(
                endless.answering((there, key, offset, size) -> Optional.of(new Endless())),
                new MemoryItemStore(),
                RepositorySettings.defaults())
            .artifact("a");
    Path file = directory.resolve("file");
    assertThatThrownBy(() -> exchanged.download(version, file))
        .isInstanceOf(CorruptContentException.class);
    assertThat(endless.taken()).isEqualTo(BYTES.length + 1);
    assertThat(files(directory)).isEmpty();
    assertThatThrownBy(() -> exchanged.readBytes(version))
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining("more than 40 bytes");
    assertThat(endless.taken()).isEqualTo(2L * (BYTES.length + 1));
    try (InputStream in = exchanged.open(version)) {
      assertThat(in.readNBytes(BYTES.length)).hasSize(BYTES.length);
      assertThatThrownBy(in::read).isInstanceOf(CorruptContentException.class);
      assertThatThrownBy(in::read).isInstanceOf(CorruptContentException.class);
    }
    assertThat(endless.taken()).isEqualTo(3L * (BYTES.length + 1));
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }
  }
}
