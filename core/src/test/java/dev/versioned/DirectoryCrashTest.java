package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.directory.DirectoryArchive;
import dev.versioned.internal.directory.CrashingFiles;
import dev.versioned.internal.directory.Folders;
import dev.versioned.model.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unpacking is killed after each of its operations on files. */
class DirectoryCrashTest {
  private static final int MORE_THAN_ALL = 10_000;

  @TempDir Path directory;

  @Test
  void killedAnywhereNextCallSucceedsAndLeavesNothing() throws Exception {
    Path sample = Folders.sample(directory.resolve("sample"));
    SortedMap<String, String> whole = Folders.list(sample);
    Path out = Files.createDirectory(directory.resolve("out"));
    Path target = out.resolve("target");
    int kills = 0;
    int appeared = 0;
    try (ArtifactRepository repository = ArtifactRepository.inMemory()) {
      Artifact site = repository.artifact("site");
      Version version = site.publish(Content.directory(sample)).version();
      for (boolean alive = false; !alive; kills++) {
        Path crashing = CrashingFiles.in(out, kills);
        try {
          site.downloadDirectory(version, crashing.resolve("target"));
        } catch (CrashingFiles.Killed | RuntimeException e) {
          assertThat(CrashingFiles.isAlive(crashing)).as("%s", e).isFalse();
        }
        alive = CrashingFiles.isAlive(crashing);
        if (Files.exists(target)) {
          assertThat(Folders.list(target)).isEqualTo(whole);
          DirectoryArchive.remove(target);
          appeared++;
        }
        site.downloadDirectory(version, target);
        assertThat(Folders.list(target)).isEqualTo(whole);
        DirectoryArchive.remove(target);
        assertThat(out).as("killed after %d", kills).isEmptyDirectory();
        assertThat(kills).isLessThan(MORE_THAN_ALL);
      }
      // Each entry takes an operation at least; after the rename the directory is whole.
      assertThat(kills).isGreaterThan(whole.size());
      assertThat(appeared).isGreaterThan(1);
    }
  }
}
