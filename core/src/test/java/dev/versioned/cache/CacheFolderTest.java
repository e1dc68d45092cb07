package dev.versioned.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Other users may not write to a cache's folder, but may read it. */
@DisabledOnOs(OS.WINDOWS)
class CacheFolderTest {
  static final String TEXT = "the bytes of a version";
  private static final String OTHER = "THE BYTES OF A VERSION";

  private final ArtifactRepository repository =
      ArtifactRepository.of(
          new MemoryBlobStore(), new MemoryItemStore(), RepositorySettings.defaults());
  private final Version version = repository.artifact("a").publish(Content.of(TEXT)).version();

  @TempDir Path temporary;

  private ArtifactCache.Builder cache() {
    return ArtifactCache.builder(repository, temporary.resolve("cache"));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void folderWritableByOthersIsRefused() throws IOException {
    cache().build();
    for (String folder : List.of("cache", "cache/blobs", "cache/locks")) {
      for (String mode : List.of("rwxrwxrwx", "rwxrwxr-x", "rwx----w-")) {
        mode(temporary.resolve(folder), mode);
        assertThatThrownBy(() -> cache().build())
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("may write to it (" + mode + ")")
            .hasMessageContaining("chmod go-w");
      }
      mode(temporary.resolve(folder), "rwxr-xr-x");
    }
    assertThat(cache().build().fetch(version)).hasContent(TEXT);
  }

  @Test
  void folderThatIsOpenedLaterIsRefusedAtADownload() throws IOException {
    ArtifactCache cache = cache().build();
    mode(temporary.resolve("cache/blobs"), "rwxrwxrwx");
    assertThatThrownBy(() -> cache.fetch(version)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void membersOfATrustedGroupMayWrite() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("cache"));
    String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    mode(folder, "rwxrwxr-x");
    assertThatThrownBy(() -> cache().build()).hasMessageContaining("group " + group);
    assertThatThrownBy(() -> cache().trustGroup("no-such-group").build())
        .isInstanceOf(UncheckedIOException.class);
    assertThat(cache().trustGroup(group).build().fetch(version)).hasContent(TEXT);
    assertThat(mode(folder.resolve("blobs"))).isEqualTo("rwxrwxr-x");
    assertThat(mode(folder.resolve("locks"))).isEqualTo("rwxrwxr-x");
    try (Stream<Path> locks = Files.list(folder.resolve("locks"))) {
      assertThat(locks)
          .isNotEmpty()
          .allSatisfy(lock -> assertThat(mode(lock)).isEqualTo("rw-rw----"));
    }
    mode(folder, "rwxrwxrwx");
    assertThatThrownBy(() -> cache().trustGroup(group).build())
        .hasMessageContaining("all users may write");
  }

  @Test
  void foldersAndLocksAreMadeForTheOwnerOnly() throws IOException {
    Path file = cache().build().fetch(version);
    assertThat(mode(file)).matches("rw-[r-]--[r-]--");
    for (String folder : List.of("cache", "cache/blobs", "cache/locks")) {
      assertThat(mode(temporary.resolve(folder))).isEqualTo("rwxr-xr-x");
    }
    try (Stream<Path> locks = Files.list(temporary.resolve("cache/locks"))) {
      assertThat(locks)
          .isNotEmpty()
          .allSatisfy(lock -> assertThat(mode(lock)).isEqualTo("rw-------"));
    }
  }

  @Test
  void linksAreNotFollowedOutOfTheFolder() throws IOException {
    ArtifactCache cache = cache().verify(Verification.SIZE).build();
    Path outside = Files.writeString(temporary.resolve("outside"), OTHER);
    Path file = temporary.resolve("cache/blobs").resolve(version.digest().hex());
    Files.createSymbolicLink(file, outside);
    assertThat(cache.fetch(version)).hasContent(TEXT).isEqualTo(file.toRealPath());
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(outside).hasContent(OTHER);

    Files.delete(file);
    Path lock =
        temporary
            .resolve("cache/locks")
            .resolve("download-" + version.digest().hex().substring(0, 2));
    Files.delete(lock);
    Path made = temporary.resolve("made");
    Files.createSymbolicLink(lock, made);
    assertThatThrownBy(() -> cache.fetch(version)).isInstanceOf(UncheckedIOException.class);
    assertThat(made).doesNotExist();
    Files.delete(lock);

    Path blobs = temporary.resolve("cache/blobs");
    Files.move(blobs, temporary.resolve("moved"));
    Files.createSymbolicLink(blobs, temporary.resolve("moved"));
    assertThatThrownBy(() -> cache().build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("it is a link");
  }

  @Test
  void lockIsWaitedForNoLongerThanAllowed() throws IOException {
    ArtifactCache cache = cache().waitAtMost(Duration.ofMillis(1)).build();
    Path file =
        temporary
            .resolve("cache/locks")
            .resolve("download-" + version.digest().hex().substring(0, 2));
    try (FileChannel other =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.lock().isValid()).isTrue();
      assertThatThrownBy(() -> cache.fetch(version))
          .isInstanceOfSatisfying(BackendException.class, e -> assertThat(e.isRetryable()).isTrue())
          .hasMessageContaining(file.getFileName() + " for PT0.001S");
    }
    assertThat(cache.fetch(version)).hasContent(TEXT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cache().waitAtMost(Duration.ofSeconds(-1)));
  }

  @Test
  void anotherUserReadsAFilledCache() throws Exception {
    mode(temporary, "rwxr-xr-x");
    Path file = cache().build().fetch(version);
    assertThat(asNobody(file)).isEqualTo("fetched " + file);
  }

  @Test
  void filledCacheIsReadFromAReadOnlyDisk() throws Exception {
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
        "a disk can be mounted by root only");
    try {
      ArtifactCache.Builder builder = ArtifactCache.builder(repository, disk.resolve("cache"));
      Path file = builder.build().fetch(version);
      assumeTrue(
          run("mount", "-o", "remount,ro", disk.toString()), "this disk cannot be made read-only");
      assertThat(builder.build().fetch(version)).isEqualTo(file).hasContent(TEXT);
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  /** Runs {@link OtherUser} with copies of the classes, which that user may read. */
  private String asNobody(Path file) throws Exception {
    assumeTrue(run("setpriv", "--reuid=65534", "--clear-groups", "true"), "root and setpriv only");
    List<String> path = new ArrayList<>();
    int count = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path copy = temporary.resolve("class-path-" + count++);
      copy(Path.of(entry), copy);
      path.add(copy.toString());
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                java,
                "-cp",
                String.join(File.pathSeparator, path),
                OtherUser.class.getName(),
                file.getParent().getParent().toString())
            .directory(new File("/"))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.strip();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, from.equals(file) ? to : copy);
        }
      }
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // the program does not exist
    }
  }
}
