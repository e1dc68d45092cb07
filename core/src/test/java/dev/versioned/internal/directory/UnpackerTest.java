package dev.versioned.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.UnsafeArchiveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
  @TempDir Path directory;

  private static byte[] tar(Entry... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      out.writeBytes(TarHeader.of(entry));
      out.writeBytes(new byte[(int) entry.sizeBytes()]);
      out.writeBytes(new byte[TarHeader.padding(entry.sizeBytes())]);
    }
    out.writeBytes(new byte[TarHeader.END]);
    return out.toByteArray();
  }

  private Path unpack(byte[] archive, DirectoryLimits limits) throws IOException {
    Path file = Files.write(directory.resolve("archive"), archive);
    Path into = Files.createDirectory(directory.resolve("into"));
    Unpacker.unpack("the archive", file, into, limits);
    return into;
  }

  private void assertRefused(byte[] archive) throws IOException {
    assertThatExceptionOfType(UnsafeArchiveException.class)
        .isThrownBy(() -> unpack(archive, DirectoryLimits.defaults()))
        .withMessageStartingWith("Cannot unpack the archive: ");
    // Nothing next to it, whatever is in it.
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("archive", "into");
    }
  }

  private static Entry file(String name) {
    return Entry.file(name, 3, false);
  }

  @Test
  void everythingIsKept() throws Exception {
    Path sample = Folders.sample(directory.resolve("sample"));
    Path into = unpack(Tree.of(sample).open().readAllBytes(), DirectoryLimits.defaults());
    assertThat(Folders.list(into)).isEqualTo(Folders.list(sample)).hasSize(16);
    Tree.of(into).requireUnchanged();
    assertThat(Tree.of(into).open().readAllBytes())
        .isEqualTo(Tree.of(sample).open().readAllBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "..",
        ".",
        "./evil",
        "/tmp/evil",
        "//evil",
        "a//b",
        "a/",
        "C:evil",
        "c:/evil",
        "..\\evil",
        "a\\b",
        "line\nend",
        "bell\u0007",
        "",
      })
  void nameThatLeavesIsRefused(String name) throws Exception {
    assertRefused(tar(file("!first"), file(name)));
  }

  private static Optional<String> fault(String name, boolean windows) {
    return EntryName.fault(name, windows, DirectoryLimits.defaults());
  }

  @Test
  void longAndDeepNamesAreRefused() {
    assertThat(fault("n".repeat(255), false)).isEmpty();
    assertThat(fault("n".repeat(256), false)).isPresent();
    assertThat(fault("\u00e9".repeat(128), false)).isPresent();
    assertThat(fault("a/".repeat(63) + "a", false)).isEmpty();
    assertThat(fault("a/".repeat(64) + "a", false)).isPresent();
    assertThat(fault(("n".repeat(200) + "/").repeat(5) + "n".repeat(100), false)).isPresent();
    assertThat(fault("half \ud800", false)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nul", "a/CON", "com1.txt", "dot.", "space ", "ab:c", "what?", "AUX .x"})
  void nameOfADeviceIsRefusedOnWindows(String name) {
    assertThat(fault(name, true)).isPresent();
    assertThat(fault(name, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "..", "../evil", "a/../..", "a/..", "C:\\evil", "..\\x"})
  void linkThatLeavesIsRefused(String target) throws Exception {
    assertRefused(tar(Entry.directory("a"), Entry.link("b", target)));
  }

  @Test
  void linkThroughALinkCannotLeave() throws Exception {
    // sub/deep/up leads to sub: going up twice from there would be outside.
    assertRefused(
        tar(
            Entry.directory("sub"),
            Entry.directory("sub/deep"),
            Entry.link("sub/deep/up", ".."),
            Entry.link("x", "sub/deep/up/../..")));
  }

  @Test
  void fileBelowALinkIsRefused() throws Exception {
    assertRefused(tar(Entry.directory("a"), Entry.link("b", "a"), file("b/evil")));
    assertThat(directory.resolve("into/a")).isEmptyDirectory();
  }

  static List<byte[]> malformed() {
    byte[] good = tar(file("a"));
    byte[] padded = good.clone();
    padded[TarHeader.BLOCK + 5] = 1;
    byte[] owned = good.clone();
    owned[110] = '1';
    byte[] device = good.clone();
    device[156] = '3';
    byte[] number = good.clone();
    number[126] = 'x';
    byte[] huge = tar(Entry.file("a", 0, false));
    byte[] claimed = TarHeader.of(Entry.file("a", 1L << 40, false));
    return List.of(
        tar(file("a"), file("a")),
        tar(file("b"), file("a")),
        Arrays.copyOf(good, good.length - 1),
        Arrays.copyOf(good, good.length + 1),
        Arrays.copyOf(good, TarHeader.BLOCK + 1),
        padded,
        owned,
        device,
        number,
        claimed,
        Arrays.copyOfRange(huge, 1, huge.length),
        new byte[0],
        "no archive".getBytes(StandardCharsets.UTF_8),
        "PK no zip".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void damagedArchiveIsRefused(byte[] archive) throws Exception {
    assertRefused(archive);
  }

  @Test
  void damageNeverLeavesTheDirectory() throws Exception {
    byte[] good = Tree.of(Folders.sample(directory.resolve("sample"))).open().readAllBytes();
    Random random = new Random(7);
    Path outside = Files.createDirectory(directory.resolve("outside"));
    for (int i = 0; i < 60; i++) {
      byte[] damaged = good.clone();
      for (int j = 0; j < 3; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(directory.resolve("archive"), damaged);
      Path into = Files.createDirectory(outside.resolve("into"));
      try {
        Unpacker.unpack("it", file, into, DirectoryLimits.defaults());
      } catch (UnsafeArchiveException e) {
        assertThat(e.reason()).isNotEmpty();
      }
      Trees.remove(into);
      assertThat(outside).isEmptyDirectory();
    }
  }

  @Test
  void entriesAndBytesAreBounded() throws Exception {
    byte[] archive = tar(file("a"), file("b"), Entry.directory("c"));
    DirectoryLimits enough = DirectoryLimits.defaults().withEntries(3).withBytes(6);
    for (DirectoryLimits limits : List.of(enough.withEntries(2), enough.withBytes(5))) {
      assertThatExceptionOfType(UnsafeArchiveException.class)
          .isThrownBy(() -> unpack(archive, limits))
          .withMessageContaining("it has more than ");
      Trees.remove(directory.resolve("into"));
    }
    assertThat(unpack(archive, enough)).isDirectoryContaining("glob:**a");
  }

  @Test
  void pathsAreBounded() throws Exception {
    byte[] archive = tar(file("a/b/\u00e9"));
    DirectoryLimits enough = DirectoryLimits.defaults().withPathBytes(6).withLevels(3);
    for (DirectoryLimits limits : List.of(enough.withPathBytes(5), enough.withLevels(2))) {
      assertThatExceptionOfType(UnsafeArchiveException.class)
          .isThrownBy(() -> unpack(archive, limits))
          .withMessageContaining(" has more than ");
      Trees.remove(directory.resolve("into"));
    }
    assertThat(unpack(archive, enough).resolve("a/b")).isDirectoryContaining("glob:**\u00e9");
  }

  @Test
  void zipThatGrowsIsStopped() throws Exception {
    Path file = directory.resolve("archive");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("bomb"));
      zip.write(new byte[4 << 20]);
    }
    assertThat(Files.size(file)).isLessThan(10_000);
    Path into = Files.createDirectory(directory.resolve("into"));
    assertThatExceptionOfType(UnsafeArchiveException.class)
        .isThrownBy(
            () -> Unpacker.unpack("it", file, into, DirectoryLimits.defaults().withBytes(1 << 20)));
    assertThat(Files.size(into.resolve("bomb"))).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void headersAreReadByOtherPrograms() throws Exception {
    Path sample = Folders.sample(directory.resolve("sample"));
    Path file = directory.resolve("archive.tar");
    try (InputStream in = Tree.of(sample).open()) {
      Files.copy(in, file);
    }
    Path into = Files.createDirectory(directory.resolve("tar"));
    Process tar =
        new ProcessBuilder("tar", "xf", file.toString(), "-C", into.toString()).inheritIO().start();
    assertThat(tar.waitFor()).isZero();
    assertThat(Folders.list(into)).isEqualTo(Folders.list(sample));
  }
}
