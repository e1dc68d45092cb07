package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.internal.directory.Folders;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.UnsafeArchiveException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories are published and downloaded. */
class DirectoryTest {
  @TempDir Path directory;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Artifact site = repository.artifact("site");

  @AfterEach
  void close() {
    repository.close();
  }

  private Path sample() throws IOException {
    return Folders.sample(directory.resolve("sample"));
  }

  private Path out() throws IOException {
    return Files.createDirectories(directory.resolve("out"));
  }

  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> all = Files.list(out())) {
      assertThat(all.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void directoryIsPublishedAndDownloaded() throws Exception {
    Path sample = sample();
    Version version = site.publish(Content.directory(sample)).version();
    assertThat(version.isDirectory()).isTrue();
    assertThat(version.fileName()).isEqualTo("sample.tar");
    Path target = out().resolve("target");
    assertThat(site.downloadDirectory(version, target)).isEqualTo(version);
    assertThat(Folders.list(target)).isEqualTo(Folders.list(sample));
    assertOnly("target");
    assertThat(site.publish(Content.directory(target)).outcome())
        .isEqualTo(PublishResult.Outcome.UNCHANGED);
    assertThat(site.publish(Content.of("file")).version().isDirectory()).isFalse();
  }

  @Test
  void existingTargetIsNotReplaced() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    Path target = Files.createDirectory(out().resolve("target"));
    Path link = Files.createSymbolicLink(out().resolve("link"), target);
    Path file = Files.writeString(out().resolve("file"), "text");
    for (Path taken : new Path[] {link, file, out()}) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> site.downloadDirectory(version, taken));
    }
    site.downloadDirectory(version, target);
    assertThat(target.resolve("a/b")).exists();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> site.downloadDirectory(version, target));
    assertOnly("target", "link", "file");
  }

  @Test
  void emptyDirectoryMayBeNamedByADot() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    Path target = Files.createDirectory(out().resolve("target"));
    site.downloadDirectory(version, target.resolve("."));
    assertThat(target.resolve("a/b")).exists();
  }

  @Test
  void directoryThatAnotherMakesMeanwhileIsKept() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    Path target = out().resolve("target");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                site.downloadDirectory(
                    version,
                    target,
                    d ->
                        d.onProgress(
                            progress -> {
                              try {
                                Files.createDirectories(target.resolve("of-another"));
                              } catch (IOException e) {
                                throw new UncheckedIOException(e);
                              }
                            })))
        .withCauseInstanceOf(FileAlreadyExistsException.class);
    assertThat(target.resolve("of-another")).exists();
    assertThat(target.resolve("a")).doesNotExist();
  }

  @Test
  void refusedArchiveLeavesNothing() throws Exception {
    Version text = site.publish(Content.of("no archive")).version();
    assertThatExceptionOfType(UnsafeArchiveException.class)
        .isThrownBy(() -> site.downloadDirectory(text, out().resolve("target")))
        .withMessageStartingWith("Cannot unpack site:1: ");
    Version version = site.publish(Content.directory(sample())).version();
    DirectoryLimits few = DirectoryLimits.defaults().withEntries(3);
    assertThatExceptionOfType(UnsafeArchiveException.class)
        .isThrownBy(
            () ->
                site.downloadDirectory(version, out().resolve("target"), d -> d.unpackAtMost(few)))
        .withMessageContaining("it has more than 3 entries; allow more by DirectoryLimits");
    assertThatExceptionOfType(ContentTooLargeException.class)
        .isThrownBy(
            () ->
                site.downloadDirectory(
                    version,
                    out().resolve("target"),
                    d -> d.unpackAtMost(DirectoryLimits.defaults().withEntries(1).withBytes(10))));
    assertOnly();
  }

  @Test
  void directoryThatChangesIsRefused() throws Exception {
    Path sample = sample();
    Path big = sample.resolve("big");
    Files.write(big, new byte[32 << 20]);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream out = Files.newOutputStream(big, StandardOpenOption.APPEND)) {
                while (!done.get()) {
                  out.write(1);
                  Thread.onSpinWait();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      assertThatExceptionOfType(UnreadableContentException.class)
          .isThrownBy(() -> site.publish(Content.directory(sample)))
          .withMessageContaining("changed while it was read: big");
    } finally {
      done.set(true);
      writer.join();
    }
    assertThat(site.versions()).isEmpty();
  }

  @Test
  void fileIsNoDirectory() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "text");
    for (Path wrong : new Path[] {file, directory.resolve("missing")}) {
      assertThatExceptionOfType(UnreadableContentException.class)
          .isThrownBy(() -> site.publish(Content.directory(wrong)));
    }
  }

  @Test
  void remainsOfADeadProcessAreRemoved() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    Files.createDirectories(out().resolve(".versioned-unpacking-dead/tree"));
    Files.createFile(out().resolve(".versioned-unpacking-dead.lock"));
    Files.createFile(out().resolve(".versioned-unpacking-without.lock"));
    Path live = Files.createDirectories(out().resolve(".versioned-unpacking-live"));
    Path file = live.resolveSibling(live.getFileName() + ".lock");
    try (FileChannel lock =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();
      site.downloadDirectory(version, out().resolve("target"));
    }
    assertOnly("target", live.getFileName().toString(), file.getFileName().toString());
  }

  @Test
  @Tag("full")
  void tenThousandFilesComeBack() throws Exception {
    Path many = Files.createDirectory(directory.resolve("many"));
    SortedMap<String, String> made = new TreeMap<>(Map.of("", "folder"));
    for (int i = 0; i < 10_000; i++) {
      String folder = "folder" + i % 100;
      if (made.put(folder, "folder") == null) {
        Files.createDirectory(many.resolve(folder));
      }
      made.put(folder + "/file" + i, "text " + i);
      Files.writeString(many.resolve(folder + "/file" + i), "text " + i);
    }
    Version version = site.publish(Content.directory(many)).version();
    Path target = out().resolve("target");
    site.downloadDirectory(version, target);
    assertThat(Folders.list(target)).isEqualTo(made).hasSize(10_101);
  }
}
