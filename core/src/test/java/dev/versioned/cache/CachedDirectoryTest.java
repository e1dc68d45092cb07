package dev.versioned.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.internal.directory.Folders;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.UnsafeArchiveException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories are unpacked once for all users of a cache. */
class CachedDirectoryTest {
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

  private Path root() {
    return directory.resolve("cache");
  }

  /** As another process opens it: what one has verified, another has not. */
  private ArtifactCache.Builder cache() {
    return ArtifactCache.builder(repository, root()).keepFor(Duration.ZERO);
  }

  private List<String> trees() throws IOException {
    try (Stream<Path> all = Files.list(root().resolve("trees"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void directoryIsUnpackedOnceForAll() throws Exception {
    Path sample = sample();
    Version version = site.publish(Content.directory(sample)).version();
    List<CompletableFuture<PinnedFile>> users =
        IntStream.range(0, 4)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> cache().build().pinDirectory(version)))
            .toList();
    for (CompletableFuture<PinnedFile> user : users) {
      try (PinnedFile pinned = user.join()) {
        assertThat(pinned.path()).isEqualTo(users.get(0).join().path());
        assertThat(Folders.list(pinned.path())).isEqualTo(Folders.list(sample));
      }
    }
    assertThat(trees()).containsExactly(version.digest().hex());
  }

  @Test
  void changedTreeIsUnpackedAgain() throws Exception {
    Path sample = sample();
    Version version = site.publish(Content.directory(sample)).version();
    Path tree;
    try (PinnedFile pinned = cache().build().pinDirectory(version)) {
      tree = pinned.path();
    }
    Files.writeString(tree.resolve("a/c"), "evil");
    try (PinnedFile pinned = cache().build().pinDirectory(version)) {
      assertThat(Folders.list(pinned.path())).isEqualTo(Folders.list(sample));
    }
    assertThat(trees()).containsExactly(version.digest().hex());
  }

  @Test
  void treeIsEvictedWithItsFile() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    Version other = site.publish(Content.of(new byte[100])).version();
    ArtifactCache cache = cache().maxBytes(version.sizeBytes() * 2 + 50).build();
    try (PinnedFile pinned = cache.pinDirectory(version)) {
      cache.fetch(other);
      assertThat(pinned.path()).isDirectory();
      assertThat(trees()).hasSize(1);
    }
    cache.fetch(site.publish(Content.of(new byte[101])).version());
    assertThat(trees()).isEmpty();
    assertThat(root().resolve("blobs").resolve(version.digest().hex())).doesNotExist();
  }

  @Test
  void treeCountsForTheSizeOfTheCache() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    Version other = site.publish(Content.of(new byte[100])).version();
    ArtifactCache cache = cache().maxBytes(version.sizeBytes() * 2).build();
    cache.fetch(other);
    cache.fetch(version);
    Path file = root().resolve("blobs").resolve(other.digest().hex());
    assertThat(file).exists();
    cache.pinDirectory(version).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void treeWithoutItsFileIsRemoved() throws Exception {
    Version version = site.publish(Content.directory(sample())).version();
    ArtifactCache cache = cache().build();
    PinnedFile pinned = cache.pinDirectory(version);
    Files.delete(root().resolve("blobs").resolve(version.digest().hex()));
    cache.fetch(site.publish(Content.of("one")).version());
    assertThat(trees()).hasSize(1);
    pinned.close();
    cache.fetch(site.publish(Content.of("two")).version());
    assertThat(trees()).isEmpty();
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws Exception {
    ArtifactCache cache = cache().build();
    Version text = site.publish(Content.of("text")).version();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> cache.pinDirectory(text))
        .withMessageContaining("it was not published from a directory");
    Version version = site.publish(Content.directory(sample())).version();
    assertThatExceptionOfType(UnsafeArchiveException.class)
        .isThrownBy(() -> cache.pinDirectory(version, DirectoryLimits.defaults().withEntries(1)));
    assertThat(trees()).isEmpty();
  }
}
