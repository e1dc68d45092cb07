package dev.versioned.deployment.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.deployment.loader.Handler;
import dev.versioned.deployment.loader.JarLoader;
import dev.versioned.deployment.loader.Jars;
import dev.versioned.deployment.loader.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeakFinderTest {
  private static final Duration GRACE = Duration.ofMillis(300);
  private static final ExecutorService POOL = daemon("pool-of-the-application");
  private static final ExecutorService OTHER_POOL = daemon("other-pool-of-the-application");
  private static final Map<String, LeakReport> REPORTS = new ConcurrentHashMap<>();

  @TempDir static Path directory;
  private static JarLoader<Handler> loader = JarLoader.of(Handler.class);
  private static Jars compiled;
  private static List<RecordedEvent> events;

  private static ExecutorService daemon(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Plants all leaks and closes the versions, so that one heap dump serves all of them. */
  @BeforeAll
  static void plant() throws Exception {
    POOL.submit(() -> {}).get();
    OTHER_POOL.submit(() -> {}).get();
    compiled = Jars.compile(directory, PlantedLeaks.sources());
    try (Recording recording = new Recording()) {
      recording.enable("dev.versioned.LeakedVersion");
      recording.start();
      LeakFinder finder =
          LeakFinder.builder(report -> REPORTS.put(report.name(), report)).grace(GRACE).build();
      for (LeakKind kind : PlantedLeaks.kinds()) {
        plant(kind, finder);
      }
      await(() -> REPORTS.size() >= PlantedLeaks.kinds().size());
      recording.stop();
      Path file = directory.resolve("events.jfr");
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
    }
  }

  private static void plant(LeakKind kind, LeakFinder finder) throws Exception {
    String name = PlantedLeaks.className(kind);
    Path jar =
        compiled.jar().classes(name).service(name).write(directory.resolve(kind.name() + ".jar"));
    Handler handler = loader.load(jar, Versions.of(artifact(kind), 7));
    ClassLoader own = loader.classLoader(handler).orElseThrow();
    String made = "leak";
    switch (kind) {
      case THREAD_LOCAL -> POOL.submit(() -> handler.handle(made)).get();
      case CONTEXT_CLASS_LOADER -> OTHER_POOL.submit(() -> handler.handle(made)).get();
      default -> handler.handle(made);
    }
    loader.close(handler);
    finder.watch(own, artifact(kind) + ":7");
  }

  private static String artifact(LeakKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @AfterAll
  static void endThreads() throws Exception {
    POOL.shutdownNow();
    OTHER_POOL.shutdownNow();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("planted")) {
        thread.interrupt();
      }
    }
    PlantedLeaks.REGISTRY.clear();
  }

  @ParameterizedTest
  @EnumSource(LeakKind.class)
  void plantedLeakIsReportedByItsKind(LeakKind kind) {
    assumeTrue(PlantedLeaks.kinds().contains(kind), kind + " needs Java 21 or newer");
    LeakReport report = REPORTS.get(artifact(kind) + ":7");
    assertThat(report).as(kind + " in " + REPORTS).isNotNull();
    assertThat(report.kinds()).as(report.toString()).containsExactly(kind);
    assertThat(report.leaks().get(0).holder()).contains(PlantedLeaks.holder(kind));
  }

  @Test
  void pathLeadsFromTheThreadToTheClass() {
    Leak leak = REPORTS.get("thread-local:7").leaks().get(0);
    assertThat(leak.path().get(0)).contains("pool-of-the-application");
    assertThat(leak.path().get(leak.path().size() - 1)).contains("acme.ThreadLocalLeak");
  }

  @Test
  void heapDumpIsDeleted() throws Exception {
    await(() -> heapDumps().isEmpty());
    assertThat(heapDumps()).isEmpty();
  }

  private static List<Path> heapDumps() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(HeapDump.PREFIX))
          .toList();
    }
  }

  /** Waits until it is so, for a minute at most. */
  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.call() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  @Test
  void eachLeakIsAnEventOfTheFlightRecorder() {
    assertThat(events)
        .filteredOn(event -> event.getString("version").equals("timer:7"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("kind")).isEqualTo("TIMER");
              assertThat(event.getString("holder")).contains("planted timer");
            });
    assertThat(events).hasSizeGreaterThanOrEqualTo(PlantedLeaks.kinds().size());
  }

  @Test
  void withoutHeapDumpAnUnknownHolderIsReported() throws Exception {
    BlockingQueue<LeakReport> reports = new ArrayBlockingQueue<>(1);
    ClassLoader held = new ClassLoader(null) {};
    LeakFinder.builder(reports::add)
        .grace(Duration.ofMillis(50))
        .heapDumpLimitBytes(0)
        .build()
        .watch(held, "held:1");
    LeakReport report = reports.poll(30, TimeUnit.SECONDS);
    assertThat(report.kinds()).containsExactly(LeakKind.OTHER);
    assertThat(report.toString()).contains("held:1 is closed", "with a limit of 0 MiB");
    assertThat(held.getName()).isNull();
  }

  @Test
  void listenerThatFailsDoesNotStopOthers() throws Exception {
    ClassLoader held = new ClassLoader(null) {};
    BlockingQueue<LeakReport> reports = new ArrayBlockingQueue<>(1);
    LeakFinder.builder(
            report -> {
              throw new IllegalStateException("on purpose");
            })
        .grace(Duration.ofMillis(40))
        .heapDumpLimitBytes(0)
        .build()
        .watch(held, "held:1");
    LeakFinder.builder(reports::add)
        .grace(Duration.ofMillis(60))
        .heapDumpLimitBytes(0)
        .build()
        .watch(held, "held:2");
    assertThat(reports.poll(30, TimeUnit.SECONDS).name()).isEqualTo("held:2");
    assertThat(held.getName()).isNull();
  }

  @Test
  void threadEndsWhenNothingIsWatched() throws Exception {
    LeakFinder finder = LeakFinder.builder(report -> {}).grace(Duration.ofMillis(10)).build();
    Watcher watcher = new Watcher();
    assertThat(watcher.isRunning()).isFalse();
    ClassLoader loader = new ClassLoader(null) {};
    watcher.watch(
        new Watch(finder, new WatchedLoader(loader), "gone:1", new VersionFiles(List.of())));
    assertThat(watcher.isRunning()).isTrue();
    loader = null;
    await(() -> !watcher.isRunning());
    assertThat(watcher.isRunning()).isFalse();
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    LeakFinder.Builder builder = LeakFinder.builder(report -> {});
    for (Duration grace : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(2))) {
      assertThatThrownBy(() -> builder.grace(grace))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot wait for " + grace);
    }
    assertThatThrownBy(() -> builder.heapDumpLimitBytes(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeakReport("a:1", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
