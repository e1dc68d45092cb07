package dev.versioned.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.ChangedReads;
import dev.versioned.Content;
import dev.versioned.DownloadOptions;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Part files that other users may have prepared. */
@DisabledOnOs(OS.WINDOWS)
class PartFileTest {
  private static final int SIZE = 17 << 20;
  private static final byte[] BYTES = new byte[SIZE];

  static {
    new Random(17).nextBytes(BYTES);
  }

  private final ChangedReads reads = ChangedReads.of(new MemoryBlobStore());
  private final Artifact artifact =
      ArtifactRepository.of(
              reads.answering(
                  (there, key, offset, size) ->
                      size == Long.MAX_VALUE
                          ? there.open(key)
                          : there.openRange(there.find(key).orElseThrow(), offset, size)),
              new MemoryItemStore(),
              RepositorySettings.defaults())
          .artifact("a");
  private final Version version = artifact.publish(Content.of(BYTES)).version();

  @TempDir Path directory;
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = directory.resolve("file");
  }

  private Path part(Path folder) {
    return folder.resolve("." + version.digest().hex().substring(0, 32) + "-planted.part");
  }

  /** Returns a complete part file, in which all blocks are marked as done and correct. */
  private static byte[] complete() {
    byte[] bytes = Arrays.copyOf(BYTES, SIZE + new Ranges(SIZE).blocks());
    Arrays.fill(bytes, SIZE, bytes.length, (byte) 1);
    return bytes;
  }

  private static Path write(Path file, String mode) throws IOException {
    Files.write(file, complete());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void assertBytes(Path file, byte[] expected) throws IOException {
    assertThat(Arrays.mismatch(Files.readAllBytes(file), expected))
        .as("the first byte that differs")
        .isEqualTo(-1);
  }

  private void downloadAnew() throws IOException {
    long before = reads.taken();
    artifact.download(version, target);
    assertBytes(target, BYTES);
    assertThat(reads.taken() - before).as("bytes that were fetched").isEqualTo(SIZE);
  }

  @Test
  void ownPartIsTaken() throws IOException {
    write(part(directory), "rw-------");
    artifact.download(version, target);
    assertBytes(target, BYTES);
    assertThat(reads.taken()).isZero();
    assertThat(part(directory)).doesNotExist();
  }

  @Test
  void partWritableByOthersIsNotTaken() throws IOException {
    for (String mode : new String[] {"rw-rw-rw-", "rw--w----"}) {
      write(part(directory), mode);
      downloadAnew();
      assertThat(part(directory)).doesNotExist();
    }
  }

  @Test
  void partOfAnotherUserIsNotTaken() throws IOException {
    Path planted = write(part(directory), "rw-rw-rw-");
    assumeTrue(gaveAway(planted), "only root can give files away");
    downloadAnew();
    assertBytes(planted, complete());
    assertThat(Files.getOwner(target)).isEqualTo(Files.getOwner(directory));
    assertThat(Files.getOwner(planted)).isNotEqualTo(Files.getOwner(directory));
  }

  private static boolean gaveAway(Path file) {
    try {
      Files.setOwner(
          file,
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void linksAreNotTaken(@TempDir Path elsewhere) throws IOException {
    Path real = write(elsewhere.resolve("real"), "rw-------");
    Files.createSymbolicLink(part(directory), real);
    downloadAnew();
    assertThat(part(directory)).isSymbolicLink();
    Files.delete(part(directory));
    Files.createLink(part(directory), real);
    downloadAnew();
    assertBytes(real, complete());
    assertThat(part(directory)).exists();
  }

  @Test
  void onlyThePartIsPrivate() throws IOException {
    Path usual = Files.createFile(directory.resolve("usual"));
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(usual);
    artifact.download(
        version,
        target,
        d ->
            d.onProgress(
                progress -> {
                  try (Stream<Path> files = Files.list(directory)) {
                    assertThat(files.filter(file -> file.toString().endsWith(".part")))
                        .allSatisfy(
                            part ->
                                assertThat(Files.getPosixFilePermissions(part))
                                    .isSubsetOf(
                                        PosixFilePermission.OWNER_READ,
                                        PosixFilePermission.OWNER_WRITE));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    assertThat(Files.getPosixFilePermissions(target)).isEqualTo(mode);
    try (PartFile part = PartFile.claim(directory, version.digest(), SIZE)) {
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.filter(file -> file.toString().endsWith(".part")))
            .singleElement()
            .satisfies(
                file ->
                    assertThat(Files.getPosixFilePermissions(file))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
      }
      part.delete();
    }
  }

  @Test
  void existingFileStaysIfRequested() throws IOException {
    Files.writeString(target, "mine");
    assertThatThrownBy(() -> artifact.download(version, target, DownloadOptions::onlyIfAbsent))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(FileAlreadyExistsException.class);
    Path late = directory.resolve("late");
    assertThatThrownBy(
            () ->
                artifact.download(
                    version,
                    late,
                    d -> d.onlyIfAbsent().onProgress(progress -> createIfAbsent(late))))
        .hasCauseInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("mine");
    assertThat(late).isEmptyFile();
    artifact.download(version, directory.resolve("new"), DownloadOptions::onlyIfAbsent);
    assertBytes(directory.resolve("new"), BYTES);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(3);
    }
  }

  private static void createIfAbsent(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
