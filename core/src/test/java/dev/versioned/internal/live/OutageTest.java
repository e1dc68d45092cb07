package dev.versioned.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.Repositories;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.engine.Engine;
import dev.versioned.maintenance.Interposed;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cost and the log lines of followers while the store hangs, fails, or returns damaged aliases.
 */
class OutageTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration DEADLINE = Duration.ofMillis(500);

  private final MemoryItemStore store = new MemoryItemStore();
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger hanging = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);
  private volatile Predicate<String> hangs = alias -> false;
  private volatile boolean interruptible;
  private volatile Function<Optional<Item>, Optional<Item>> reply = found -> found;

  private final RefreshScheduler scheduler = new RefreshScheduler(DEADLINE);
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final Engine engine = Repositories.engine(blobs, catalog(), scheduler);
  private final Artifact artifact = Repositories.artifact("a", engine);

  /** The same aliases over a store that always answers. */
  private final Artifact healthy =
      ArtifactRepository.of(blobs, store, RepositorySettings.defaults()).artifact("a");

  private final Version v1 = healthy.publish(Content.of("one")).version();
  private final Version v2 = healthy.publish(Content.of("two")).version();
  private final List<LiveAlias> followers = new ArrayList<>();

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private ItemStore catalog() {
    return (ItemStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ItemStore.class},
            (proxy, method, arguments) -> {
              boolean reads = Interposed.isFor("read alias", arguments);
              if (reads) {
                hang(arguments[0].toString().substring("read alias a:".length()));
              }
              try {
                Object found = method.invoke(store, arguments);
                return reads ? reply.apply(cast(found)) : found;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @SuppressWarnings("unchecked") // what a read returns
  private static Optional<Item> cast(Object found) {
    return (Optional<Item>) found;
  }

  private void hang(String alias) {
    if (!hangs.test(alias)) {
      return;
    }
    readers.add(Thread.currentThread());
    hanging.incrementAndGet();
    try {
      while (true) {
        try {
          answer.await();
          return;
        } catch (InterruptedException e) {
          if (interruptible) {
            throw new IllegalStateException("the client was interrupted", e);
          }
        }
      }
    } finally {
      hanging.decrementAndGet();
    }
  }

  private LiveAlias follow(String alias) {
    healthy.alias(alias).pointTo(v1);
    LiveAlias live = artifact.alias(alias).watch(w -> w.every(OFTEN));
    followers.add(live);
    return live;
  }

  private List<LiveAlias> follow(int count) {
    List<LiveAlias> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(follow("hangs" + i));
    }
    return all;
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(5);
    }
  }

  private List<String> said() {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.contains(" routes by "))
        .toList();
  }

  private static BackendException cut() {
    return BackendException.transientFailure(
        "Cannot reach the catalog:\n the network is cut", null);
  }

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void end() {
    answer.countDown();
    followers.forEach(LiveAlias::close);
    scheduler.close();
    System.setErr(err);
  }

  @Test
  void hangingReadsKeepFewThreadsAndSayTwoLines() throws InterruptedException {
    List<LiveAlias> all = follow(200);
    hangs = alias -> true;
    until(() -> scheduler.outage().size() == 200);
    until(() -> hanging.get() == Readers.MOST);
    assertThat(readers)
        .hasSize(Readers.MOST)
        .allMatch(t -> t.getName().equals("versioned-refresh"));
    assertThat(said()).hasSize(1).first().asString().contains("WARN", "no answer within PT0.5S");
    assertThat(all).allMatch(live -> live.route().equals(v1));
    hangs = alias -> false;
    answer.countDown();
    until(() -> scheduler.outage().size() == 0);
    until(() -> said().size() == 2);
    assertThat(said().get(1)).matches(".*INFO.* again after PT.*S; 200 could not be read");
    assertThat(readers).hasSize(Readers.MOST);
  }

  /** A lasting failure is, for example, a lost permission. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failingReadsLogTwoLines(boolean lasting) throws InterruptedException {
    follow(200);
    reply =
        found -> {
          throw lasting
              ? BackendException.permanentFailure(
                  "Cannot reach the catalog:\n the network is cut", null)
              : cut();
        };
    until(() -> scheduler.outage().size() == 200);
    reply = found -> found;
    until(() -> scheduler.outage().size() == 0);
    until(() -> said().size() == 2);
    assertThat(said().get(0)).contains("Cannot reach the catalog: the network is cut");
    assertThat(said().get(1)).endsWith("200 could not be read");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hangingReadsHoldUpOthersOnlyUntilOverdue(boolean interrupted) throws InterruptedException {
    interruptible = interrupted;
    LiveAlias other = follow("OTHER");
    follow(Readers.MOST - 1);
    hangs = alias -> alias.startsWith("hangs");
    until(() -> scheduler.outage().size() >= Readers.MOST - 1);
    healthy.alias("OTHER").pointTo(v2);
    until(() -> other.route().equals(v2));
    assertThat(hanging.get()).isLessThan(Readers.MOST);
    assertThat(said()).hasSize(1);
  }

  @Test
  void anAnswerThatComesLateCounts() throws InterruptedException {
    LiveAlias live = follow("LIVE");
    hangs = alias -> true;
    until(() -> scheduler.outage().size() == 1);
    healthy.alias("LIVE").pointTo(v2);
    AtomicInteger answers = new AtomicInteger();
    reply =
        found -> {
          if (answers.incrementAndGet() > 1) {
            throw cut();
          }
          return found;
        };
    answer.countDown();
    until(() -> live.route().equals(v2));
  }

  @Test
  void aFewReadsTakeFewThreads() throws InterruptedException {
    follow("LIVE");
    AtomicInteger reads = new AtomicInteger();
    reply =
        found -> {
          readers.add(Thread.currentThread());
          reads.incrementAndGet();
          return found;
        };
    until(() -> reads.get() > 20);
    assertThat(readers.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void endingDuringAReadLogsNothing() throws InterruptedException {
    interruptible = true;
    List<LiveAlias> all = follow(3);
    hangs = alias -> hanging.get() < 3;
    until(() -> hanging.get() == 3);
    hangs = alias -> false;
    all.forEach(LiveAlias::close);
    until(() -> hanging.get() == 0);
    assertThat(said().stream().filter(line -> !line.contains("no answer within"))).isEmpty();
  }

  @Test
  void closingTheRepositoryDuringAReadLogsNothing() throws InterruptedException {
    interruptible = true;
    ArtifactRepository repo =
        ArtifactRepository.of(blobs, catalog(), RepositorySettings.defaults());
    healthy.alias("LIVE").pointTo(v1);
    followers.add(repo.artifact("a").alias("LIVE").watch(w -> w.every(OFTEN)));
    hangs = alias -> true;
    until(() -> hanging.get() == 1);
    repo.close();
    until(() -> hanging.get() == 0);
    assertThat(said()).isEmpty();
  }

  @Test
  void aBadItemIsNotRoutedBy(@TempDir Path directory) throws InterruptedException {
    LiveAlias live = follow("LIVE");
    Path file = directory.resolve("state");
    artifact.alias("LIVE").watch(w -> w.keepIn(file)).close();
    for (String slots : List.of("9*10000", "1*5000,2*5000")) {
      reply = found -> found.map(entry -> withSlots(entry, slots));
      assertThatThrownBy(live::refresh)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("a:LIVE");
      assertThat(live.route()).isEqualTo(v1);
      assertThatThrownBy(artifact.alias("LIVE")::watch)
          .isInstanceOf(UnreadableRecordException.class);
      try (LiveAlias started = artifact.alias("LIVE").watch(w -> w.keepIn(file))) {
        assertThat(started.route()).isEqualTo(v1);
      }
    }
    reply =
        found -> {
          throw new IllegalArgumentException("of a bad item");
        };
    try (LiveAlias started = artifact.alias("LIVE").watch(w -> w.keepIn(file))) {
      assertThat(started.route()).isEqualTo(v1);
    }
    reply = found -> found;
    healthy.alias("LIVE").pointTo(v2);
    until(() -> live.route().equals(v2));
    assertThat(said()).noneMatch(line -> line.startsWith("\tat "));
  }

  private static Item withSlots(Item item, String slots) {
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.put("slots", ItemValue.of(slots));
    return new Item(item.key(), attributes);
  }

  @Test
  void lastingFailureIsLoggedOnce(@TempDir Path directory) throws Exception {
    healthy.alias("LIVE").pointTo(v1);
    Path occupied = Files.createFile(directory.resolve("occupied"));
    AtomicInteger prepared = new AtomicInteger();
    followers.add(
        artifact
            .alias("LIVE")
            .watch(
                w ->
                    w.every(OFTEN)
                        .keepIn(occupied.resolve("state"))
                        .prepare(
                            version -> {
                              if (version.equals(v2)) {
                                prepared.incrementAndGet();
                                throw cut();
                              }
                            })));
    healthy.alias("LIVE").pointTo(v2);
    until(() -> prepared.get() > 3);
    healthy.alias("LIVE").delete();
    AtomicInteger reads = new AtomicInteger();
    reply =
        found -> {
          reads.incrementAndGet();
          return found;
        };
    until(() -> reads.get() > 3);
    assertThat(said().stream().filter(line -> line.contains("cannot be kept"))).hasSize(1);
    assertThat(said().stream().filter(line -> line.contains("are not ready"))).hasSize(1);
    assertThat(said().stream().filter(line -> line.contains("has been deleted"))).hasSize(1);
    assertThat(said()).noneMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void startsByAStateKeepFewThreads(@TempDir Path directory) throws Exception {
    List<Thread> starts = new ArrayList<>();
    int count = Readers.MOST + 4;
    for (int i = 0; i < count; i++) {
      String name = "S" + i;
      healthy.alias(name).pointTo(v1);
      artifact.alias(name).watch(w -> w.keepIn(directory.resolve(name))).close();
    }
    hangs = alias -> true;
    Set<LiveAlias> started = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < count; i++) {
      String name = "S" + i;
      Thread start =
          new Thread(
              () ->
                  started.add(artifact.alias(name).watch(w -> w.keepIn(directory.resolve(name)))));
      start.start();
      starts.add(start);
    }
    for (Thread start : starts) {
      start.join();
    }
    assertThat(started).hasSize(count);
    assertThat(readers.size()).isLessThanOrEqualTo(Readers.MOST);
    assertThat(said().stream().filter(line -> line.contains("WARN"))).hasSize(1);
    followers.addAll(started);
  }
}
