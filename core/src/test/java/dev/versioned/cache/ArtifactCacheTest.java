package dev.versioned.cache;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.ContentTooLargeException;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean cut;
  private volatile CountDownLatch together = new CountDownLatch(0);
  private final ArtifactRepository repository =
      ArtifactRepository.of(
          counting(new MemoryBlobStore()), new MemoryItemStore(), RepositorySettings.defaults());
  private final Artifact artifact = repository.artifact("a");

  @TempDir Path directory;

  private BlobStore counting(BlobStore store) {
    return (BlobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("open")) {
                if (cut) {
                  throw BackendException.transientFailure("Cannot read: the network is cut", null);
                }
                opened.incrementAndGet();
                together.countDown();
                together.await(20, TimeUnit.SECONDS);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Version publish(int size, long seed) {
    return artifact.publish(Content.of(bytes(size, seed))).version();
  }

  private ArtifactCache.Builder builder() {
    return ArtifactCache.builder(repository, directory);
  }

  private List<String> blobs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void hitsDownloadsAndFailuresAreCounted(@TempDir Path folder) {
    ArtifactCache cache = ArtifactCache.builder(repository, folder.resolve("counted")).build();
    Version one = artifact.publish(Content.of("one")).version();
    cache.fetch(one);
    cache.fetch(one);
    Version two = artifact.publish(Content.of("two!")).version();
    cut = true;
    assertThatThrownBy(() -> cache.fetch(two)).isInstanceOf(BackendException.class);
    assertThat(cache.stats()).isEqualTo(new CacheStats(1, 1, 3, 1));
  }

  @Test
  void bytesAreDownloadedOnceForAllVersionsThatHaveThem() throws IOException {
    ArtifactCache cache = builder().build();
    Version version = publish(1000, 1);
    Version same = repository.artifact("b").publish(Content.of(bytes(1000, 1))).version();
    Path path = cache.fetch(version);
    assertThat(path).hasBinaryContent(bytes(1000, 1));
    assertThat(cache.fetch(same)).isEqualTo(path);
    assertThat(builder().build().fetch(version)).isEqualTo(path);
    assertThat(opened).hasValue(1);
    assertThat(blobs()).containsExactly(version.digest().hex());
    cut = true;
    assertThat(cache.fetch(version)).isEqualTo(path);
    Version other = publish(1000, 2);
    assertThatThrownBy(() -> cache.fetch(other)).isInstanceOf(BackendException.class);
    assertThat(blobs()).hasSize(1);
  }

  @Test
  void threadsThatFetchTheSameAtOnceDownloadOnce() throws Exception {
    Version version = publish(3 << 20, 1);
    // Two caches over one directory, as two parts of a program may create them.
    List<ArtifactCache> caches = List.of(builder().build(), builder().build());
    ExecutorService threads = Executors.newFixedThreadPool(16);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Path>> fetches =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    threads.submit(
                        (Callable<Path>)
                            () -> {
                              start.await();
                              return caches.get(i % 2).fetch(version);
                            }))
            .toList();
    start.countDown();
    for (Future<Path> fetch : fetches) {
      assertThat(fetch.get()).hasSize(3 << 20);
    }
    threads.shutdown();
    assertThat(opened).hasValue(1);
  }

  @Test
  void leastRecentlyFetchedFileIsEvicted() throws IOException {
    ArtifactCache cache = builder().maxBytes(2500).keepFor(Duration.ZERO).build();
    Version one = publish(1000, 1);
    Version two = publish(1000, 2);
    Version three = publish(1000, 3);
    cache.fetch(one);
    cache.fetch(two);
    cache.fetch(one);
    cache.fetch(three);
    assertThat(blobs()).containsExactlyInAnyOrder(one.digest().hex(), three.digest().hex());
    assertThat(opened).hasValue(3);
    Version large = publish(2501, 4);
    assertThatExceptionOfType(ContentTooLargeException.class)
        .isThrownBy(() -> cache.fetch(large))
        .withMessageContaining("its record says 2501 bytes, and the cache may hold 2500");
  }

  @Test
  void recentlyFetchedFileIsKept() throws IOException {
    ArtifactCache cache = builder().maxBytes(1500).build();
    cache.fetch(publish(1000, 1));
    cache.fetch(publish(1000, 2));
    assertThat(blobs()).hasSize(2);
  }

  private long heldBytes() throws IOException {
    long total = 0;
    for (String name : blobs()) {
      total += Files.size(directory.resolve("blobs").resolve(name));
    }
    return total;
  }

  @Test
  void concurrentFetchesExceedTheLimitOnlyTemporarily() throws Exception {
    int count = 8;
    ArtifactCache cache = builder().maxBytes(3500).keepFor(Duration.ZERO).build();
    // Versions with the same lock would wait for each other.
    Set<String> locks = new HashSet<>();
    List<Version> versions =
        IntStream.range(0, 100)
            .filter(seed -> locks.add(Digest.of(bytes(1000, seed)).hex().substring(0, 2)))
            .limit(count)
            .mapToObj(seed -> publish(1000, seed))
            .toList();
    together = new CountDownLatch(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<Path>> fetches =
        versions.stream().map(version -> threads.submit(() -> cache.fetch(version))).toList();
    for (Future<Path> fetch : fetches) {
      fetch.get();
    }
    threads.shutdown();
    assertThat(opened).hasValue(count);
    assertThat(heldBytes()).isBetween(1000L, 3500L);
  }

  @Test
  void recentlyFetchedFileIsEvictedByALaterFetch() throws Exception {
    ArtifactCache cache = builder().maxBytes(1500).keepFor(Duration.ofMillis(300)).build();
    Version one = publish(1000, 1);
    Version two = publish(1000, 2);
    Path fetched = cache.fetch(one);
    // A date in the future counts as now: recent, however long the next fetch takes.
    Files.setLastModifiedTime(fetched, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
    cache.fetch(two);
    assertThat(blobs()).hasSize(2);
    Files.setLastModifiedTime(fetched, FileTime.from(Instant.now()));
    Thread.sleep(1100);
    cache.fetch(two);
    assertThat(blobs()).containsExactly(two.digest().hex());
  }

  @Test
  void fileDatedInTheFutureMayBeEvicted() throws IOException {
    ArtifactCache cache = builder().maxBytes(2500).keepFor(Duration.ZERO).build();
    for (long seed : List.of(1L, 2L)) {
      Path file = cache.fetch(publish(1000, seed));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
    }
    cache.fetch(publish(1000, 3));
    assertThat(blobs()).hasSize(2);
  }

  @Test
  void leftoverPartFileIsCountedOnce() throws IOException {
    ArtifactCache cache = builder().maxBytes(2500).keepFor(Duration.ZERO).build();
    Version one = publish(1000, 1);
    Version two = publish(1000, 2);
    cache.fetch(one);
    String left = "." + two.digest().hex().substring(0, 32) + "-1.part";
    Files.write(directory.resolve("blobs").resolve(left), new byte[1001]);
    cache.fetch(two);
    assertThat(blobs()).containsExactlyInAnyOrder(one.digest().hex(), two.digest().hex());
  }

  @Test
  void removedFoldersAreRecreated() throws IOException {
    ArtifactCache cache = builder().build();
    Version version = publish(1000, 1);
    Path path = cache.fetch(version);
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
    assertThat(cache.fetch(version)).isEqualTo(path).hasBinaryContent(bytes(1000, 1));
  }

  /**
   * Simulates a second class loader in the process that loads the library and uses the same
   * directory.
   */
  @Test
  void lockOfAnotherClassLoaderIsWaitedFor() throws Exception {
    ArtifactCache cache = builder().build();
    Version version = publish(1000, 1);
    Path file = directory.resolve("locks/download-" + version.digest().hex().substring(0, 2));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Path> fetch;
    try (FileChannel other =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.lock().isValid()).isTrue();
      fetch = thread.submit(() -> cache.fetch(version));
      Thread.sleep(200);
      assertThat(fetch.isDone()).isFalse();
      assertThat(opened).hasValue(0);
    }
    assertThat(fetch.get(20, TimeUnit.SECONDS)).hasBinaryContent(bytes(1000, 1));
    thread.shutdown();
  }

  @Test
  void listenerReceivesOnlyTheDownload() {
    ArtifactCache cache = builder().build();
    Version version = publish(1000, 1);
    List<Long> told = new CopyOnWriteArrayList<>();
    Path path = cache.fetch(version, d -> d.onProgress(progress -> told.add(progress.doneBytes())));
    assertThat(told).startsWith(0L).endsWith(1000L);
    told.clear();
    assertThat(cache.fetch(version, d -> d.onProgress(progress -> told.add(1L)))).isEqualTo(path);
    assertThat(told).isEmpty();
  }

  @Test
  void tamperedFileIsDetectedAccordingToThePolicy() throws IOException {
    Version version = publish(1000, 1);
    byte[] harmed = bytes(1000, 1);
    harmed[500] ^= 1;
    ArtifactCache each = builder().verify(Verification.EACH_FETCH).build();
    ArtifactCache first = builder().verify(Verification.FIRST_FETCH).build();
    ArtifactCache size = builder().verify(Verification.SIZE).build();
    Path path = size.fetch(version);
    Files.write(path, harmed);
    assertThat(size.fetch(version)).hasBinaryContent(harmed);
    assertThat(first.fetch(version)).hasBinaryContent(bytes(1000, 1));
    Files.write(path, harmed);
    assertThat(first.fetch(version)).hasBinaryContent(harmed);
    assertThat(each.fetch(version)).hasBinaryContent(bytes(1000, 1));
    Files.write(path, new byte[10]);
    assertThat(size.fetch(version)).hasBinaryContent(bytes(1000, 1));
    assertThat(opened).hasValue(4);
  }

  @Test
  void fullDiskFailsCleanlyAndRecovers() throws Exception {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    assumeTrue(mount(disk), "a small file system can be mounted by root only");
    try {
      ArtifactCache cache =
          ArtifactCache.builder(repository, disk.resolve("cache")).keepFor(Duration.ZERO).build();
      Version one = publish(5 << 20, 1);
      Version two = publish(5 << 20, 2);
      Version large = publish(30 << 20, 3);
      cache.fetch(one);
      assertThat(cache.fetch(two)).hasBinaryContent(bytes(5 << 20, 2));
      assertThat(disk.resolve("cache/blobs").resolve(one.digest().hex())).doesNotExist();
      assertThatThrownBy(() -> cache.fetch(large)).isInstanceOf(UncheckedIOException.class);
      try (Stream<Path> left = Files.list(disk.resolve("cache/blobs"))) {
        assertThat(left)
            .as("what can never fit removes nothing")
            .containsExactly(disk.resolve("cache/blobs").resolve(two.digest().hex()));
      }
      assertThat(cache.fetch(one)).hasBinaryContent(bytes(5 << 20, 1));
    } finally {
      // Lazily: the file of the pins stays open.
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean mount(Path disk) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // the program does not exist
    }
  }

  @Test
  void prefetchFetchesAllThatAnAliasPointsTo() throws IOException {
    ArtifactCache cache = builder().build();
    Version one = publish(1000, 1);
    Version two = publish(1000, 2);
    artifact.alias("LIVE").split(one, two, Weight.percent(1));
    cache.prefetch(artifact.alias("LIVE").read());
    assertThat(blobs()).hasSize(2);
    artifact.put(Content.of("three"));
    artifact.alias("LIVE").pointTo(Latest.LATEST);
    cache.prefetch(artifact.alias("LIVE").read());
    assertThat(blobs()).hasSize(3);
  }

  @Test
  void versionIsRoutedToOnlyWhenItIsReady() throws InterruptedException {
    ArtifactCache cache = builder().build();
    Version one = publish(1000, 1);
    Version two = publish(1000, 2);
    artifact.alias("LIVE").pointTo(one);
    List<Long> changes = new CopyOnWriteArrayList<>();
    try (LiveAlias live =
        artifact
            .alias("LIVE")
            .watch(
                w ->
                    w.every(Duration.ofMillis(10))
                        .prepare(cache::fetch)
                        .onChange((before, after) -> changes.add(after.revision())))) {
      assertThat(opened).hasValue(1);
      cut = true;
      artifact.alias("LIVE").pointTo(two);
      assertThatThrownBy(live::refresh).isInstanceOf(BackendException.class);
      Thread.sleep(100);
      assertThat(live.route()).isEqualTo(one);
      assertThat(live.staleness()).isLessThan(Duration.ofSeconds(10));
      assertThat(changes).isEmpty();
      cut = false;
      until(() -> live.route().equals(two));
      assertThat(cache.fetch(two)).hasBinaryContent(bytes(1000, 2));
      until(() -> changes.equals(List.of(2L)));
    }
    cut = true;
    Version three = publish(1000, 3);
    artifact.alias("LIVE").pointTo(three);
    assertThatThrownBy(() -> artifact.alias("LIVE").watch(w -> w.prepare(cache::fetch)))
        .isInstanceOf(BackendException.class);
  }

  @Test
  void impossibleOptionsAreRefused() throws IOException {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxBytes(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().keepFor(Duration.ofSeconds(-1)));
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> ArtifactCache.builder(repository, file).build())
        .isInstanceOf(UncheckedIOException.class);
  }
}
