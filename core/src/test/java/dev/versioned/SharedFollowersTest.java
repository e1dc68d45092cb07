package dev.versioned;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one host that share their reads: here each is a repository of its own. */
class SharedFollowersTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Duration NEVER = Duration.ofHours(1);

  /** One process's way to the store, which counts its reads, and can be cut. */
  private static final class Way extends ForwardingItemStore {
    private final List<Consistency> reads = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile boolean cut;
    private volatile boolean hangs;
    private volatile boolean waits;

    Way(ItemStore store) {
      super(store);
    }

    @Override
    public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
      if (purpose.startsWith("read alias ")) {
        reads.add(consistency);
        if (hangs) {
          await();
        }
        if (cut) {
          throw BackendException.transientFailure("Cannot read: the network is cut", null);
        }
      }
      return super.read(purpose, key, consistency);
    }

    private void await() {
      waits = true;
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw BackendException.transientFailure("Cannot read: interrupted", e);
      }
    }

    @Override
    public void close() {
      // The store is shared by all.
    }
  }

  @TempDir private Path root;
  private Path directory;
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final Artifact deployer =
      ArtifactRepository.of(blobs, items, RepositorySettings.defaults()).artifact("a");
  private final AliasHandle handle = deployer.alias("LIVE");
  private final Version v1 = deployer.publish(Content.of("one")).version();
  private final Version v2 = deployer.publish(Content.of("two")).version();
  private final List<Way> ways = new ArrayList<>();
  private final List<LiveAlias> followers = new ArrayList<>();

  @BeforeEach
  void point() {
    directory = root.resolve("shared");
    handle.pointTo(v1);
  }

  @AfterEach
  void end() {
    ways.forEach(way -> way.answer.countDown());
    followers.forEach(LiveAlias::close);
  }

  private LiveAlias start(Way way, RepositorySettings settings, Consumer<WatchOptions> options) {
    ways.add(way);
    LiveAlias live =
        ArtifactRepository.of(blobs, way, settings)
            .artifact("a")
            .alias("LIVE")
            .watch(
                w -> {
                  w.every(OFTEN).sharedOnHost(directory);
                  options.accept(w);
                });
    followers.add(live);
    return live;
  }

  private LiveAlias start(Consumer<WatchOptions> options) {
    return start(new Way(items), RepositorySettings.defaults(), options);
  }

  private void start(int processes, Consumer<WatchOptions> options) {
    for (int i = 0; i < processes; i++) {
      start(options);
    }
  }

  private int reads() {
    return ways.stream().mapToInt(way -> way.reads.size()).sum();
  }

  private void untilAllRouteTo(Version version) throws InterruptedException {
    until(() -> followers.stream().allMatch(live -> live.route().equals(version)));
  }

  private Path only(String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  @Test
  void oneReadAnIntervalServesAllProcesses() throws InterruptedException {
    start(10, w -> {});
    int before = reads();
    long began = System.nanoTime();
    handle.pointTo(v2);
    untilAllRouteTo(v2);
    handle.pointTo(v1);
    untilAllRouteTo(v1);
    Thread.sleep(300);
    long intervals = (System.nanoTime() - began) / OFTEN.toNanos() + 1;
    // Each interval is up to a tenth shorter.
    assertThat(reads() - before).isBetween(4, (int) (intervals * 10 / 9) + 2);
  }

  @Test
  void startTakesAStrongReadOfItsInterval() {
    start(w -> w.every(NEVER));
    start(w -> w.every(NEVER));
    assertThat(ways.get(0).reads).containsExactly(Consistency.STRONG);
    assertThat(ways.get(1).reads).isEmpty();
    assertThat(followers.get(1).route()).isEqualTo(v1);
  }

  @Test
  void stateThatIsOlderIsNotTakenByAStart() throws IOException {
    start(w -> w.every(NEVER));
    handle.pointTo(v2);
    assertThat(start(w -> w.every(NEVER)).route()).isEqualTo(v1);
    Files.setLastModifiedTime(
        only(".strong"), FileTime.from(Instant.now().minus(NEVER).minusSeconds(1)));
    assertThat(start(w -> w.every(NEVER)).route()).isEqualTo(v2);
  }

  @Test
  void processesThatStartAtOnceReadOnce() {
    CountDownLatch ready = new CountDownLatch(4);
    List<Thread> starts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Way way = new Way(items);
      Thread thread =
          new Thread(
              () -> {
                ready.countDown();
                synchronized (this) {
                  ways.add(way);
                }
                LiveAlias live =
                    ArtifactRepository.of(blobs, way, RepositorySettings.defaults())
                        .artifact("a")
                        .alias("LIVE")
                        .watch(w -> w.every(NEVER).sharedOnHost(directory));
                synchronized (this) {
                  followers.add(live);
                }
              });
      starts.add(thread);
      thread.start();
    }
    starts.forEach(SharedFollowersTest::join);
    assertThat(followers).hasSize(4);
    assertThat(reads()).isEqualTo(1);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void stalenessIsThatOfTheRead() throws InterruptedException {
    LiveAlias reader = start(w -> w.every(NEVER));
    Thread.sleep(30);
    LiveAlias other = start(w -> w.every(NEVER));
    assertThat(other.staleness()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    assertThat(other.staleness().minus(reader.staleness()).abs()).isLessThan(Duration.ofMillis(20));
  }

  @Test
  void othersReadWhenProcessesEndOrFailOrHang() throws InterruptedException {
    start(5, w -> {});
    ways.get(0).cut = true;
    ways.get(1).hangs = true;
    followers.get(2).close();
    followers.remove(2);
    handle.pointTo(v2);
    // The one that hangs sees the move once it no longer does.
    until(() -> followers.stream().filter(live -> live.route().equals(v2)).count() >= 3);
    ways.get(1).answer.countDown();
    untilAllRouteTo(v2);
  }

  @Test
  void outageIsReportedByAllAndOneReadsOn() throws InterruptedException {
    start(6, w -> {});
    ways.forEach(way -> way.cut = true);
    until(
        () ->
            followers.stream()
                .allMatch(live -> live.decide("k").reason() == RoutingDecision.Reason.STALE));
    int before = reads();
    long began = System.nanoTime();
    Thread.sleep(300);
    long intervals = (System.nanoTime() - began) / OFTEN.toNanos() + 1;
    assertThat(reads() - before).isLessThanOrEqualTo((int) (intervals * 10 / 9) + 2);
    handle.pointTo(v2);
    ways.forEach(way -> way.cut = false);
    untilAllRouteTo(v2);
    until(
        () ->
            followers.stream()
                .allMatch(live -> live.decide("k").reason() == RoutingDecision.Reason.WEIGHT));
  }

  @Test
  void startDuringAnOutageTakesTheSharedState() throws InterruptedException {
    start(w -> {}).close();
    Thread.sleep(60);
    Way cut = new Way(items);
    cut.cut = true;
    LiveAlias live = start(cut, RepositorySettings.defaults(), w -> {});
    assertThat(live.route()).isEqualTo(v1);
    assertThat(live.staleness()).isGreaterThanOrEqualTo(Duration.ofMillis(60));
  }

  @Test
  void brokenStateIsIgnoredAndReplaced() throws IOException, InterruptedException {
    start(2, w -> {});
    Files.writeString(only(".strong"), "half a st");
    handle.pointTo(v2);
    untilAllRouteTo(v2);
    assertThat(Files.size(only(".strong"))).isGreaterThan(100);
  }

  @Test
  void directoryOthersMayWriteIsNotShared() throws IOException, InterruptedException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    start(2, w -> {});
    handle.pointTo(v2);
    untilAllRouteTo(v2);
    assertThat(directory).isEmptyDirectory();
    assertThat(ways).allMatch(way -> way.reads.size() > 1);
  }

  @Test
  void removedDirectoryIsMadeAgain() throws IOException, InterruptedException {
    start(2, w -> {});
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    handle.pointTo(v2);
    untilAllRouteTo(v2);
  }

  @Test
  void eventualReadsAreSharedAndTheFirstIsStrong() throws InterruptedException {
    start(3, WatchOptions::eventuallyConsistent);
    handle.pointTo(v2);
    untilAllRouteTo(v2);
    List<Consistency> first = ways.get(0).reads;
    assertThat(first.get(0)).isEqualTo(Consistency.STRONG);
    assertThat(ways.stream().flatMap(way -> way.reads.stream()).skip(1).toList())
        .contains(Consistency.EVENTUAL);
  }

  @Test
  void readsAfterAFailedPreparationAreStrongAndShared() throws InterruptedException {
    start(
        4,
        w ->
            w.eventuallyConsistent()
                .prepare(
                    version -> {
                      if (version.equals(v2)) {
                        throw new IllegalStateException("no disk");
                      }
                    }));
    handle.pointTo(v2);
    until(() -> followers.stream().allMatch(live -> live.status().lastError().isPresent()));
    Thread.sleep(100);
    ways.forEach(way -> way.reads.clear());
    long began = System.nanoTime();
    Thread.sleep(300);
    long intervals = (System.nanoTime() - began) / OFTEN.toNanos() + 1;
    assertThat(ways.stream().flatMap(way -> way.reads.stream()))
        .isNotEmpty()
        .containsOnly(Consistency.STRONG)
        .hasSizeLessThanOrEqualTo((int) (intervals * 10 / 9) + 2);
    handle.pointTo(v1);
    until(() -> followers.stream().allMatch(live -> live.alias().revision() == 3));
  }

  private Artifact artifactOf(RepositorySettings settings) {
    return ArtifactRepository.of(blobs, items, settings).artifact("b");
  }

  @Test
  void plantedStateWithoutASignatureIsNotTaken() throws InterruptedException {
    SigningKey key = SigningKey.generate();
    RepositorySettings policy =
        RepositorySettings.defaults()
            .withTrustPolicy(
                TrustPolicy.of(key.verifyingKey()).withSignedMoves(Duration.ofDays(1)));
    Artifact signed = artifactOf(policy.withSigner(key));
    Version one = signed.publish(Content.of("one")).version();
    Version two = signed.publish(Content.of("two")).version();
    signed.alias("LIVE").pointTo(one);
    Consumer<WatchOptions> shared = w -> w.every(OFTEN).sharedOnHost(directory);
    try (LiveAlias careful = artifactOf(policy).alias("LIVE").watch(shared);
        LiveAlias other = artifactOf(policy).alias("LIVE").watch(shared)) {
      signed.alias("LIVE").pointTo(two);
      until(() -> careful.route().equals(two) && other.route().equals(two));
      try (LiveAlias careless =
          artifactOf(RepositorySettings.defaults()).alias("LIVE").watch(shared)) {
        artifactOf(RepositorySettings.defaults()).alias("LIVE").pointTo(one);
        until(() -> careless.route().equals(one));
        Thread.sleep(10 * OFTEN.toMillis());
        assertThat(careful.route()).isEqualTo(two);
        assertThat(other.route()).isEqualTo(two);
      }
    }
  }

  @Test
  void lateReadDoesNotReplaceALaterOne() throws IOException, InterruptedException {
    Duration interval = Duration.ofMillis(200);
    start(w -> w.every(interval));
    start(w -> w.every(interval));
    // The same process may read each time, so whichever reads next hangs.
    ways.forEach(way -> way.hangs = true);
    until(() -> ways.stream().anyMatch(way -> way.waits));
    int hanging = ways.get(0).waits ? 0 : 1;
    Way other = ways.get(1 - hanging);
    other.hangs = false;
    other.answer.countDown();
    handle.pointTo(v2);
    until(() -> followers.get(1 - hanging).route().equals(v2));
    List<FileTime> times = new ArrayList<>();
    ways.get(hanging).answer.countDown();
    long began = System.nanoTime();
    while (System.nanoTime() - began < interval.toNanos()) {
      times.add(Files.getLastModifiedTime(only(".strong")));
      Thread.sleep(1);
    }
    assertThat(times).isSorted();
    untilAllRouteTo(v2);
  }

  @Test
  void earlierStateIsIgnored() throws IOException, InterruptedException {
    LiveAlias live = start(w -> w.every(Duration.ofMillis(200)));
    byte[] early = Files.readAllBytes(only(".strong"));
    handle.pointTo(v2);
    live.refresh();
    List<Long> revisions = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      Files.write(only(".strong"), early);
      revisions.add(live.alias().revision());
      Thread.sleep(10);
    }
    assertThat(revisions).containsOnly(2L);
  }

  @Test
  void processesOfOtherIntervalsDoNotWaitForEachOther() throws InterruptedException {
    start(w -> w.every(NEVER));
    LiveAlias often = start(w -> {});
    handle.pointTo(v2);
    until(() -> often.route().equals(v2));
  }

  @Test
  void closedProcessReadsNoMore() throws InterruptedException {
    start(w -> {}).close();
    Thread.sleep(60);
    int before = reads();
    Thread.sleep(150);
    assertThat(reads()).isEqualTo(before);
  }
}
