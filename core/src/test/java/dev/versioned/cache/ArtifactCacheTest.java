package dev.versioned.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.BackendException;
import dev.versioned.Content;
import dev.versioned.Latest;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.Version;
import dev.versioned.Weight;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryCatalogStore;
import dev.versioned.spi.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean cut;
  private final ArtifactRepository repository =
      ArtifactRepository.over(
          counting(new MemoryBlobStore()), new MemoryCatalogStore(), RepositorySettings.defaults());
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
                  throw BackendException.passing("Cannot read: the network is cut", null);
                }
                opened.incrementAndGet();
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

  private static void until(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(5);
    }
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
    // Two caches over one directory, as two parts of a program may make them.
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
  void whatWasFetchedLongestAgoMakesRoom() throws IOException {
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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cache.fetch(large))
        .withMessageContaining("2501 bytes");
  }

  @Test
  void whatWasFetchedLatelyIsKept() throws IOException {
    ArtifactCache cache = builder().maxBytes(1500).build();
    cache.fetch(publish(1000, 1));
    cache.fetch(publish(1000, 2));
    assertThat(blobs()).hasSize(2);
  }

  @Test
  void tamperedFileIsFoundAsThePolicySays() throws IOException {
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
  void fullDiskFailsCleanlyAndIsMadeUseOfAgain() throws Exception {
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
        assertThat(left).isEmpty();
      }
      assertThat(cache.fetch(one)).hasBinaryContent(bytes(5 << 20, 1));
    } finally {
      run("umount", disk.toString());
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
      return false; // there is no such program
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
