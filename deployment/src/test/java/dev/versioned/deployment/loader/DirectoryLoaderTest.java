package dev.versioned.deployment.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryLoaderTest {
  private static final Version VERSION = Versions.of("model", 7);

  @TempDir Path directory;

  private DirectoryLoader loader() {
    return DirectoryLoader.in(directory.resolve("unpacked"));
  }

  private Path zip(String... namesAndTexts) throws IOException {
    Path file = directory.resolve("archive");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }

  private void assertNothingRemains() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsAnyOf("archive", "unpacked")
          .doesNotContain("evil.txt");
    }
    try (Stream<Path> all = Files.list(directory.resolve("unpacked"))) {
      assertThat(all).isEmpty();
    }
  }

  @Test
  void archiveIsUnpackedAndRemovedAtItsEnd() throws Exception {
    Path file = zip("a.txt", "one", "folder/", "", "folder/b.txt", "two", "deep/er/c.txt", "");
    DirectoryLoader loader = loader();
    Path first = loader.load(file, VERSION);
    Path second = loader.load(file, VERSION);
    assertThat(first).isNotEqualTo(second);
    assertThat(Files.readString(first.resolve("a.txt"))).isEqualTo("one");
    assertThat(Files.readString(first.resolve("folder/b.txt"))).isEqualTo("two");
    assertThat(first.resolve("deep/er/c.txt")).isEmptyFile();
    loader.close(first);
    assertThat(first).doesNotExist();
    assertThat(second.resolve("a.txt")).exists();
    loader.close(second);
    assertNothingRemains();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.txt",
        "folder/../../evil.txt",
        "/tmp/evil.txt",
        "..\\evil.txt",
        "a/../../../evil.txt"
      })
  void entryOutsideOfItsDirectoryIsRefused(String name) throws Exception {
    Path file = zip("good.txt", "good", name, "evil");
    assertThatThrownBy(() -> loader().load(file, VERSION))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("Cannot unpack model:7")
        .hasMessageContaining("the entry '");
    assertNothingRemains();
  }

  @Test
  void archiveThatIsTooLargeIsRefused() throws Exception {
    Path file = zip("a", "x".repeat(60), "b", "x".repeat(60));
    assertThat(loader().withAtMost(2, 120).load(file, VERSION)).exists();
    assertThatThrownBy(() -> loader().withAtMost(2, 119).load(file, VERSION))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("more than 119 bytes");
    assertThatThrownBy(() -> loader().withAtMost(1, 120).load(file, VERSION))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("more than 1 entries");
    assertThatIllegalArgumentException().isThrownBy(() -> loader().withAtMost(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> loader().withAtMost(1, -1));
  }

  @Test
  void fileThatIsNoArchiveIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("text"), "no archive");
    assertThatThrownBy(() -> loader().load(file, VERSION))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("neither an archive of a directory nor a zip archive");
    assertNothingRemains();
  }
}
