package dev.versioned.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.PublishResult;
import dev.versioned.model.TransferProgress;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Uploads and downloads of several parts, over an unreliable network. */
class TransferTest {
  private static final int MIB = 1 << 20;
  private static final byte[] BYTES = new byte[70 * MIB];

  static {
    new Random(70).nextBytes(BYTES);
  }

  private final MemoryBlobStore store = new MemoryBlobStore();
  private final MemoryItemStore catalog = new MemoryItemStore();
  private final List<Long> ranges = new CopyOnWriteArrayList<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private volatile int brokenAfter = Integer.MAX_VALUE;
  private volatile boolean refusing;
  private volatile long cutUntil;
  private volatile boolean hanging;
  private final AtomicInteger hangs = new AtomicInteger();
  private volatile int together;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  private final Artifact artifact =
      ArtifactRepository.of(blobs(), catalog, RepositorySettings.defaults()).artifact("a");

  /**
   * Returns a store whose ranges may break off after some bytes, or be refused from the third on.
   */
  private BlobStore blobs() {
    return (BlobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (List.of("create", "begin", "resume").contains(method.getName())) {
                writes.add(((BlobKey) arguments[0]).value());
              }
              boolean range = method.getName().equals("openRange");
              if (range && refusing && ranges.size() >= 5) {
                throw BackendException.permanentFailure("Cannot read: access is denied", null);
              }
              if (range && System.nanoTime() < cutUntil) {
                throw BackendException.transientFailure("Cannot read: connection refused", null);
              }
              Object result;
              try {
                result = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (range) {
                ranges.add((long) arguments[1]);
                return ((Optional<?>) result).map(in -> breaking((InputStream) in));
              }
              return result;
            });
  }

  private InputStream breaking(InputStream whole) {
    int now = open.incrementAndGet();
    mostOpen.accumulateAndGet(now, Math::max);
    return new FilterInputStream(whole) {
      private int left = brokenAfter;
      private final CountDownLatch closed = new CountDownLatch(1);

      @Override
      public void close() throws IOException {
        open.decrementAndGet();
        closed.countDown();
        super.close();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        Instant patience = Instant.now().plusSeconds(5);
        while (mostOpen.get() < together && Instant.now().isBefore(patience)) {
          LockSupport.parkNanos(100_000);
        }
        if (left == 0 && hanging) {
          hangs.incrementAndGet();
          awaitUninterruptibly(closed);
          throw new IOException("Socket closed");
        }
        if (left == 0) {
          breaks.incrementAndGet();
          throw new IOException("Connection reset");
        }
        int read = super.read(buffer, offset, Math.min(length, left));
        left -= Math.max(0, read);
        return read;
      }
    };
  }

  /** Waits as a read from a socket does. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** More concurrent downloads than a client has connections for all their ranges. */
  @Test
  void manyDownloadsAtOnceTakeTurns(@TempDir Path directory) throws Exception {
    Version version = artifact.publish(Content.of(Arrays.copyOf(BYTES, 17 * MIB))).version();
    int downloads = 20;
    ExecutorService threads = Executors.newFixedThreadPool(downloads);
    List<Future<?>> all = new ArrayList<>();
    together = Downloader.MOST_RANGES;
    for (int i = 0; i < downloads; i++) {
      Path file = directory.resolve("file-" + i);
      all.add(threads.submit(() -> artifact.download(version, file)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    assertThat(mostOpen.get()).isEqualTo(Downloader.MOST_RANGES);
    assertThat(files(directory)).hasSize(downloads);
  }

  @Test
  void interruptedRangesAreResumed(@TempDir Path directory) throws IOException {
    Version version = artifact.publish(Content.of(BYTES)).version();
    brokenAfter = 5 * MIB;
    Path file = directory.resolve("file");
    artifact.download(version, file);
    assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
    assertThat(files(directory)).containsExactly(file);
    assertThat(breaks.get()).isGreaterThan(10);
    assertThat(ranges).doesNotHaveDuplicates();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pipesAndDevicesAreNotReplaced(@TempDir Path directory) throws Exception {
    Version version = artifact.publish(Content.of("small")).version();
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> artifact.download(version, pipe))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pipe");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(files(directory)).containsExactly(pipe);
  }

  @Test
  void failedDownloadIsContinuedByTheNextOne(@TempDir Path directory) throws IOException {
    Version version = artifact.publish(Content.of(BYTES)).version();
    Path file = directory.resolve("file");
    brokenAfter = 5 * MIB;
    refusing = true; // when the first range breaks off, after 5 of its 16 MiB
    assertThatThrownBy(() -> artifact.download(version, file)).isInstanceOf(BackendException.class);
    assertThat(files(directory)).singleElement().asString().endsWith(".part");
    refusing = false;
    brokenAfter = Integer.MAX_VALUE;
    int before = ranges.size();
    List<TransferProgress> told = new CopyOnWriteArrayList<>();
    artifact.download(version, file, d -> d.onProgress(told::add));
    assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
    assertThat(files(directory)).containsExactly(file);
    assertThat(ranges.subList(before, ranges.size()))
        .as("some range is continued where it ended")
        .anyMatch(offset -> offset % Ranges.RANGE_BYTES != 0);
    assertThat(told.get(told.size() - 1).doneBytes()).isEqualTo(BYTES.length);
  }

  @Test
  void outageIsWaitedOutForAsLongAsTheContentionTimeout(@TempDir Path directory)
      throws IOException {
    Version version = artifact.publish(Content.of(BYTES)).version();
    Path file = directory.resolve("file");
    cutUntil = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    artifact.download(version, file);
    assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
    cutUntil = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    RepositorySettings impatient =
        RepositorySettings.defaults().withContentionTimeout(Duration.ofMillis(200));
    Artifact other = ArtifactRepository.of(blobs(), catalog, impatient).artifact("a");
    assertThatThrownBy(() -> other.download(version, directory.resolve("other")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("refused");
  }

  /** The network hangs, and only an interrupt ends the wait. */
  @Test
  void interruptedDownloadEndsSoonAndIsContinued(@TempDir Path directory) throws Exception {
    Version version = artifact.publish(Content.of(BYTES)).version();
    Path file = directory.resolve("file");
    brokenAfter = 5 * MIB;
    hanging = true;
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean kept = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                artifact.download(version, file);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
              kept.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    Instant patience = Instant.now().plusSeconds(60);
    while (hangs.get() < 5 && Instant.now().isBefore(patience)) {
      Thread.sleep(5);
    }
    caller.interrupt();
    caller.join(60_000);
    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("the thread was interrupted");
    assertThat(kept).isTrue();
    assertThat(open).as("streams").hasValue(0);
    assertThat(files(directory)).singleElement().asString().endsWith(".part");
    hanging = false;
    brokenAfter = Integer.MAX_VALUE;
    ranges.clear();
    artifact.download(version, file);
    assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
    assertThat(files(directory)).containsExactly(file);
    assertThat(ranges).hasSize(5).allMatch(offset -> offset % Ranges.RANGE_BYTES != 0);
  }

  /** An interrupt closes the file that its thread is using; so the caller's thread uses none. */
  @RepeatedTest(5)
  void interruptKeepsReceivedBytes(RepetitionInfo repetition, @TempDir Path directory)
      throws Exception {
    Version version = artifact.publish(Content.of(BYTES)).version();
    Path file = directory.resolve("file");
    boolean done = true;
    long least = 10L * MIB * repetition.getCurrentRepetition();
    Thread caller = Thread.currentThread();
    try {
      artifact.download(
          version,
          file,
          d ->
              d.onProgress(
                  progress -> {
                    if (progress.doneBytes() >= least) {
                      caller.interrupt();
                    }
                    LockSupport.parkNanos(1_000_000);
                  }));
    } catch (BackendException e) {
      assertThat(e).hasMessageContaining("the thread was interrupted");
      done = false;
    }
    assertThat(Thread.interrupted()).isTrue();
    if (!done) {
      assertThat(files(directory)).singleElement().asString().endsWith(".part");
    }
    artifact.download(version, file);
    assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
    assertThat(files(directory)).containsExactly(file);
    assertThatThrownBy(
            () -> {
              caller.interrupt();
              artifact.download(version, file);
            })
        .isInstanceOf(BackendException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void remainsOfKilledDownloadsAreTakenOverOrRemoved(@TempDir Path directory) throws IOException {
    for (int size : new int[] {1000, 20 * MIB}) {
      Version version = artifact.publish(Content.of(Arrays.copyOf(BYTES, size))).version();
      for (int i = 0; i < 3; i++) {
        // As a killed process leaves them: without a lock.
        String name = "." + version.digest().hex().substring(0, 32) + "-" + i + ".part";
        byte[] left = new byte[i == 0 ? size / 2 : size + new Ranges(size).blocks()];
        Files.write(directory.resolve(name), left);
      }
      String other = "." + "0".repeat(32) + "-1.part";
      Files.write(directory.resolve(other), new byte[1]);
      Path file = directory.resolve("file");
      artifact.download(version, file);
      assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
      assertThat(files(directory)).containsExactlyInAnyOrder(file, directory.resolve(other));
    }
  }

  @Test
  void damagedPartFileIsFetchedAgain(@TempDir Path directory) throws IOException {
    Version version = artifact.publish(Content.of(BYTES)).version();
    int count = new Ranges(BYTES.length).blocks();
    try (PartFile left = PartFile.claim(directory, version.digest(), BYTES.length)) {
      for (int range = 0; range < count; range++) {
        left.markDone(
            range); // as after a power failure: the marks were written, the bytes were not
      }
    }
    Path file = directory.resolve("file");
    artifact.download(version, file);
    assertThat(Digest.of(Files.readAllBytes(file))).isEqualTo(version.digest());
    assertThat(files(directory)).containsExactly(file);
  }

  @Test
  void partOfALivingDownloadIsLeftAlone(@TempDir Path directory) throws IOException {
    Version version = artifact.publish(Content.of(BYTES)).version();
    try (PartFile living = PartFile.claim(directory, version.digest(), BYTES.length)) {
      artifact.download(version, directory.resolve("file"));
      assertThat(living.isDone(0)).isFalse();
      assertThat(files(directory)).hasSize(2);
      living.delete();
    }
  }

  @Test
  void bytesThatVanishedAreAnIntegrityError(@TempDir Path directory) throws IOException {
    Version version = artifact.publish(Content.of(BYTES)).version();
    store.delete(version.key());
    assertThatThrownBy(() -> artifact.download(version, directory.resolve("file")))
        .isInstanceOf(CorruptContentException.class);
    assertThat(files(directory)).isEmpty();
  }

  @Test
  void progressRisesFromNothingToAll(@TempDir Path directory) {
    List<TransferProgress> up = new CopyOnWriteArrayList<>();
    List<TransferProgress> down = new CopyOnWriteArrayList<>();
    Version version = artifact.publish(Content.of(BYTES), p -> p.onProgress(up::add)).version();
    artifact.download(version, directory.resolve("file"), d -> d.onProgress(down::add));
    for (List<TransferProgress> told : List.of(up, down)) {
      assertThat(told.get(0).doneBytes()).isZero();
      assertThat(told.get(0).remaining()).isEmpty();
      TransferProgress last = told.get(told.size() - 1);
      assertThat(last.doneBytes()).isEqualTo(BYTES.length);
      assertThat(last.totalBytes()).hasValue(BYTES.length);
      assertThat(last.remaining()).contains(Duration.ZERO);
      assertThat(told.stream().map(TransferProgress::doneBytes)).isSorted();
    }
  }

  @Test
  void listenerThatFailsDoesNotStopTheTransfer() {
    PublishResult result =
        artifact.publish(
            Content.of(BYTES),
            p ->
                p.onProgress(
                    progress -> {
                      throw new IllegalStateException("no terminal");
                    }));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
  }

  @Test
  void largeContentIsSentOnceUnderTheNumberThatItGets() {
    artifact.publish(Content.of(BYTES));
    artifact.publish(Content.of("small"));
    artifact.publish(Content.of(BYTES));
    assertThat(writes).containsExactly("a/000000000001/a", "a/000000000002/a", "a/000000000003/a");
  }

  @Test
  void largeUnchangedContentLeavesNothing() {
    artifact.publish(Content.of(BYTES));
    assertThat(artifact.publish(Content.of(BYTES)).outcome())
        .isEqualTo(PublishResult.Outcome.UNCHANGED);
    assertThat(store.list(artifact.name())).hasSize(1);
    assertThat(artifact.put(Content.of(BYTES)).digest()).isEqualTo(Digest.of(BYTES));
  }

  @Test
  void retryUnderTheSameKeyTakesOverTheNumberOfTheFirstTry() {
    RepositorySettings settings = RepositorySettings.defaults();
    BlobStore dying =
        (BlobStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("place")) {
                    return Optional.empty();
                  } else if (method.getName().equals("partBytes")) {
                    return arguments[1];
                  }
                  throw BackendException.transientFailure(
                      "Cannot write: the network is gone", null);
                });
    Artifact first = ArtifactRepository.of(dying, catalog, settings).artifact("a");
    for (byte[] content : List.of(new byte[10], BYTES)) {
      String key = "build-" + content.length;
      assertThatThrownBy(() -> first.publish(Content.of(content), p -> p.idempotencyKey(key)))
          .isInstanceOf(BackendException.class);
      long reserved =
          new Catalog(catalog, Runnable::run).findArtifact(first.name()).orElseThrow().lastNumber();
      PublishResult retried = artifact.publish(Content.of(content), p -> p.idempotencyKey(key));
      assertThat(retried.number().value()).isEqualTo(reserved);
      assertThat(retried.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    }
  }
}
