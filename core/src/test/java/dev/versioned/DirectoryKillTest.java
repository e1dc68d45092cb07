package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.directory.DirectoryArchive;
import dev.versioned.internal.directory.Folders;
import dev.versioned.model.Version;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that unpacks is killed: its directory is whole or does not exist. */
@Tag("full")
class DirectoryKillTest {
  private static final int ROUNDS = 4;

  @TempDir Path directory;

  /** Publishes a directory, and downloads it to one target after another until it is killed. */
  static final class Unpacking {
    private Unpacking() {}

    public static void main(String[] args) {
      try (ArtifactRepository repository = ArtifactRepository.inMemory()) {
        Artifact site = repository.artifact("site");
        Version version = site.publish(Content.directory(Path.of(args[0]))).version();
        for (int i = 0; ; i++) {
          System.out.println("unpacking");
          site.downloadDirectory(version, Path.of(args[1]).resolve("target" + i));
        }
      }
    }
  }

  @Test
  void killedProcessLeavesWholeDirectoriesOnly() throws Exception {
    Path many = Folders.sample(directory.resolve("many"));
    for (int i = 0; i < 300; i++) {
      Path folder = Files.createDirectories(many.resolve("folder" + i % 20));
      Files.writeString(folder.resolve("file" + i), "text " + i);
    }
    SortedMap<String, String> whole = Folders.list(many);
    Path out = Files.createDirectory(directory.resolve("out"));
    Random random = new Random(7);
    int interrupted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      kill(many, out, random.nextInt(300));
      interrupted += hidden(out);
      try (Stream<Path> targets = Files.list(out)) {
        for (Path target : (Iterable<Path>) targets::iterator) {
          if (!isHidden(target)) {
            assertThat(Folders.list(target)).isEqualTo(whole);
            DirectoryArchive.remove(target);
          }
        }
      }
      try (ArtifactRepository repository = ArtifactRepository.inMemory()) {
        Artifact site = repository.artifact("site");
        Version version = site.publish(Content.directory(many)).version();
        site.downloadDirectory(version, out.resolve("next"));
        DirectoryArchive.remove(out.resolve("next"));
      }
      assertThat(hidden(out)).isZero();
    }
    assertThat(interrupted).isPositive();
  }

  private static void kill(Path many, Path out, int millis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Unpacking.class.getName(),
                many.toString(),
                out.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("unpacking");
      Thread.sleep(millis);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".versioned-unpacking-");
  }

  private static int hidden(Path out) throws Exception {
    try (Stream<Path> all = Files.list(out)) {
      return (int) all.filter(DirectoryKillTest::isHidden).count();
    }
  }
}
