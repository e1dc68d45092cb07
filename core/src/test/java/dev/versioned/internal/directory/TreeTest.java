package dev.versioned.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  @TempDir Path directory;

  private static byte[] bytes(Path folder) throws IOException {
    Tree tree = Tree.of(folder);
    try (InputStream in = tree.open()) {
      byte[] bytes = in.readAllBytes();
      assertThat(tree.sizeBytes()).isEqualTo(bytes.length);
      return bytes;
    }
  }

  private Path sample() throws IOException {
    return Folders.sample(directory.resolve("sample"));
  }

  /** The same on every machine: a change of it is a change of all users' archives. */
  @Test
  void archiveOfTheSampleHasOneDigest() throws Exception {
    assertThat(Digest.of(bytes(sample())).hex())
        .isEqualTo("a90cd799d069a71efe20722af44589eee8520129a5e2d3f04882d88532b2cba1");
  }

  @Test
  void datesAndOrderOfCreationDoNotCount() throws Exception {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(one.resolve("file" + i), "text" + i);
      Files.writeString(two.resolve("file" + (99 - i)), "text" + (99 - i));
    }
    Files.setLastModifiedTime(two.resolve("file7"), FileTime.from(Instant.EPOCH));
    assertThat(bytes(one)).isEqualTo(bytes(two));
  }

  @Test
  void archiveCanBeReadFromAnyByte() throws Exception {
    Path sample = sample();
    byte[] all = bytes(sample);
    Tree tree = Tree.of(sample);
    for (int from = 0; from <= all.length; from += 389) {
      try (InputStream in = tree.open()) {
        in.skipNBytes(from);
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, from, all.length));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../..", "../b", "a/../..", "a/..", "a/../a/b", ""})
  void linkThatMayLeaveIsRefused(String target) throws Exception {
    if (target.isEmpty()) {
      assertThat(EntryName.linkFault("x", "")).isPresent();
      return;
    }
    Path sample = sample();
    Files.createSymbolicLink(sample.resolve("evil"), Path.of(target));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Tree.of(sample))
        .withMessageContaining("evil is a link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"back\\slash", "new\nline", "c:drive"})
  void nameThatHasNoArchiveIsRefused(String name) throws Exception {
    Path sample = sample();
    Files.writeString(sample.resolve(name), "");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> Tree.of(sample));
  }

  @Test
  void changedDirectoryIsNoticed() throws Exception {
    Path sample = sample();
    Tree tree = Tree.of(sample);
    tree.requireUnchanged();
    Files.writeString(sample.resolve("a/b"), "y".repeat(511));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(tree::requireUnchanged)
        .withMessageContaining("changed while it was read: a");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> tree.open().readAllBytes())
        .withMessageContaining("a/b ends 1 bytes early");
    Tree again = Tree.of(sample);
    Files.delete(sample.resolve("a/b"));
    assertThatExceptionOfType(IOException.class).isThrownBy(again::requireUnchanged);
  }
}
