package dev.versioned.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedFileTest {
  private static final int SIZE = 8;

  @TempDir Path directory;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();

  private static Version publish(ArtifactRepository repository, String text) {
    assertThat(text).hasSize(SIZE);
    return repository.artifact("a").publish(Content.of(text)).version();
  }

  private Version publish(String text) {
    return publish(repository, text);
  }

  /** A cache with room for one version. */
  private static ArtifactCache cache(ArtifactRepository repository, Path directory) {
    return ArtifactCache.builder(repository, directory)
        .maxBytes(SIZE + 2)
        .keepFor(Duration.ZERO)
        .build();
  }

  @Test
  void pinnedFileIsNotEvicted() throws IOException {
    ArtifactCache cache = cache(repository, directory);
    try (PinnedFile pinned = cache.pin(publish("version1"))) {
      cache.fetch(publish("version2"));
      assertThat(Files.readString(pinned.path())).isEqualTo("version1");
    }
  }

  @Test
  void fileIsEvictedAfterItsLastPin() {
    ArtifactCache cache = cache(repository, directory);
    Version one = publish("version1");
    PinnedFile first = cache.pin(one);
    PinnedFile second = cache(repository, directory).pin(one);
    first.close();
    first.close();
    cache.fetch(publish("version2"));
    assertThat(second.path()).exists();
    second.close();
    cache.fetch(publish("version3"));
    assertThat(second.path()).doesNotExist();
  }

  @Test
  void failedFetchPinsNothing() {
    ArtifactCache cache = cache(repository, directory);
    Version large = repository.artifact("a").publish(Content.of("larger than it")).version();
    assertThat(catchRuntime(() -> cache.pin(large))).isNotNull();
    assertThat(cache.fetch(publish("version1"))).exists();
  }

  private static Throwable catchRuntime(Runnable call) {
    try {
      call.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void otherProcessesRespectAPinUntilItsProcessEnds() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Pinning.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      Path pinned = Path.of(lines.readLine());
      ArtifactCache cache = cache(repository, directory);
      cache.fetch(publish("version2"));
      assertThat(pinned).exists();
      other.destroyForcibly();
      assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
      cache.fetch(publish("version3"));
      assertThat(pinned).doesNotExist();
    } finally {
      other.destroyForcibly();
    }
  }

  /** A process that pins a file, prints its path, and waits for its end. */
  static final class Pinning {
    private Pinning() {}

    public static void main(String[] args) throws InterruptedException {
      ArtifactRepository repository = ArtifactRepository.inMemory();
      PinnedFile pinned = cache(repository, Path.of(args[0])).pin(publish(repository, "version1"));
      System.out.println(pinned.path());
      Thread.sleep(60_000);
    }
  }
}
