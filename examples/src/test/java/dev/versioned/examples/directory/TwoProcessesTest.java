package dev.versioned.examples.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a directory agree on every number. */
class TwoProcessesTest {
  private static final int VERSIONS = 25;

  @TempDir private Path directory;

  @Test
  void twoProcessesPublishWithoutAGapOrALoss() throws Exception {
    List<Process> processes = List.of(start("one"), start("two"));
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    try (ArtifactRepository repo = DirectoryRepository.open(directory)) {
      assertThat(repo.artifact("shared").versions().map(version -> version.number().value()))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 2 * VERSIONS)
                  .map(i -> 2 * VERSIONS + 1 - i)
                  .boxed()
                  .toList());
      assertThat(repo.fsck().violations()).isEmpty();
    }
  }

  private Process start(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Publisher.class.getName(),
            directory.toString(),
            name)
        .inheritIO()
        .start();
  }

  /** Publishes contents that no other process publishes. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] args) {
      try (ArtifactRepository repo = DirectoryRepository.open(Path.of(args[0]))) {
        for (int i = 0; i < VERSIONS; i++) {
          repo.artifact("shared").publish(Content.of(args[1] + i));
        }
      }
    }
  }
}
