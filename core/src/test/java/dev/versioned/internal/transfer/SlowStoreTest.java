package dev.versioned.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.ChangedReads;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that ignore the requested range, or return their bytes slowly. */
class SlowStoreTest {
  private static final byte[] BYTES = new byte[20 << 20];

  static {
    new Random(20).nextBytes(BYTES);
  }

  private final MemoryBlobStore store = new MemoryBlobStore();
  private final MemoryItemStore catalog = new MemoryItemStore();
  private final ChangedReads reads = ChangedReads.of(store);
  private final SetClock clock = new SetClock();

  @TempDir Path directory;

  private ArtifactRepository over(BlobStore blobs, RepositorySettings settings) {
    Environment system = Environment.system();
    return ArtifactRepository.of(
        blobs,
        catalog,
        settings,
        new Environment(clock, clock::advance, system.random(), system.ids(), system.executor()));
  }

  private Artifact artifact(ChangedReads.Answer answer) {
    return over(reads.answering(answer), RepositorySettings.defaults()).artifact("a");
  }

  private Version publish(int size) {
    return over(store, RepositorySettings.defaults())
        .artifact("a")
        .publish(Content.of(Arrays.copyOf(BYTES, size)))
        .version();
  }

  private static InputStream range(
      BlobStore store, dev.versioned.model.BlobKey key, long from, long size) {
    return store.openRange(store.find(key).orElseThrow(), from, size).orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** Returns a stream of one byte per second. */
  private InputStream dripping(InputStream whole) {
    return new FilterInputStream(whole) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        clock.advance(Duration.ofSeconds(1));
        return super.read(buffer, offset, Math.min(1, length));
      }
    };
  }

  @Test
  void storeThatSendsAllForEachRangeIsNamed() {
    Version version = publish(BYTES.length);
    Artifact ignoring = artifact((there, key, offset, size) -> there.open(key));
    assertThatThrownBy(() -> ignoring.download(version, directory.resolve("file")))
        .isInstanceOfSatisfying(BackendException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("more than the range");
    assertThat(directory.resolve("file")).doesNotExist();
    assertThat(reads.taken()).isLessThan(BYTES.length + 10);
  }

  @Test
  void fewBytesForEachRequestEndADownload() throws IOException {
    Version version = publish(BYTES.length);
    for (int few : new int[] {1, 27}) {
      long before = reads.opened();
      Artifact stingy =
          artifact(
              (there, key, offset, size) ->
                  Optional.of(range(there, key, offset, Math.min(few, size))));
      assertThatThrownBy(() -> stingy.download(version, directory.resolve("file")))
          .isInstanceOfSatisfying(BackendException.class, e -> assertThat(e.isRetryable()).isTrue())
          .hasMessageContaining("least rate is 1000 bytes a second");
      assertThat(reads.opened() - before).isLessThan(2000);
      assertThat(files()).singleElement().asString().endsWith(".part");
    }
  }

  @Test
  void slowDownloadFailsAndTheNextContinues() throws IOException {
    Version version = publish(BYTES.length);
    Artifact slow =
        artifact(
            (there, key, offset, size) -> {
              int at = (int) offset;
              int fast = (2 << 20) + 5;
              return Optional.of(
                  at % Ranges.RANGE_BYTES == 0
                      ? new java.io.SequenceInputStream(
                          range(there, key, offset, fast),
                          dripping(range(there, key, offset + fast, size - fast)))
                      : dripping(range(there, key, offset, size)));
            });
    Path file = directory.resolve("file");
    assertThatThrownBy(() -> slow.download(version, file))
        .isInstanceOfSatisfying(BackendException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("least rate");
    assertThat(files()).singleElement().asString().endsWith(".part");
    long before = reads.taken();
    artifact((there, key, offset, size) -> Optional.of(range(there, key, offset, size)))
        .download(version, file);
    assertThat(file).hasBinaryContent(BYTES);
    assertThat(reads.taken() - before).isLessThanOrEqualTo(BYTES.length - (2 << 20));
  }

  @Test
  void byteASecondEndsAReadAndASmallDownload() throws IOException {
    Version version = publish(1000);
    Artifact slow = artifact((there, key, offset, size) -> there.open(key).map(this::dripping));
    assertThatThrownBy(() -> slow.readBytes(version))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("least rate");
    assertThat(reads.taken()).isEqualTo(30);
    assertThatThrownBy(() -> slow.download(version, directory.resolve("file")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("least rate");
    assertThat(files()).isEmpty();
  }

  /** A caller may take as long as it likes to process the bytes that it has read. */
  @Test
  void slowReaderIsNotASlowStore() throws IOException {
    Version version = publish(1000);
    Artifact artifact = artifact((there, key, offset, size) -> there.open(key));
    try (InputStream in = artifact.open(version)) {
      for (int i = 0; i < 1000; i++) {
        assertThat(in.read()).isNotNegative();
        clock.advance(Duration.ofSeconds(10));
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void anyRateCanBeAllowed() {
    Version version = publish(1000);
    RepositorySettings patient = RepositorySettings.defaults().withLeastBytesPerSecond(0);
    BlobStore slow =
        reads.answering((there, key, offset, size) -> there.open(key).map(this::dripping));
    Artifact artifact = over(slow, patient).artifact("a");
    assertThat(artifact.readBytes(version)).hasSize(1000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RepositorySettings.defaults().withLeastBytesPerSecond(-1));
  }
}
