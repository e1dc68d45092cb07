package dev.versioned.deployment.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.deployment.loader.Handler;
import dev.versioned.deployment.loader.JarLoader;
import dev.versioned.deployment.loader.Jars;
import dev.versioned.deployment.loader.Versions;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of class loaders at the end of their grace period, by one heap dump. */
class InspectionTest {
  private static final String HOLDER =
      """
      package acme;
      public class Holder implements dev.versioned.deployment.loader.Handler {
        public static Object held;
        public String handle(String request) throws Exception {
          java.util.concurrent.ExecutorService threads =
              java.util.concurrent.Executors.newFixedThreadPool(1);
          threads.submit(() -> { }).get();
          held = threads;
          return request;
        }
      }
      """;

  @TempDir static Path directory;
  private static final List<LeakReport> REPORTS = new ArrayList<>();
  private static Path jar;
  private static Handler holds;
  private static SoftReference<Handler> softly;
  private static ExecutorService started;

  @BeforeAll
  static void inspect() throws Exception {
    jar =
        Jars.compile(directory, Map.of("acme.Holder", HOLDER))
            .jar()
            .classes("acme.Holder")
            .service("acme.Holder")
            .write(directory.resolve("holder.jar"));
    LeakFinder finder = LeakFinder.builder(REPORTS::add).build();
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    List<Watch> watches = new ArrayList<>();
    holds = loader.load(jar, Versions.of("holds", 1));
    holds.getClass().getField("held").set(null, closed(loader, "through", watches, finder));
    softly = new SoftReference<>(closed(loader, "softly", watches, finder));
    started = startsThreads(closed(loader, "starts-threads", watches, finder));
    Watch collected = watch(closed(loader, "collected", watches, finder), "collected", finder);
    watches.add(watch(holds, "holds", finder));
    loader.close(holds);
    while (!collected.loader().isCollected()) {
      System.gc();
    }
    new Inspection().inspect(watches);
  }

  private static Handler closed(
      JarLoader<Handler> loader, String name, List<Watch> watches, LeakFinder finder)
      throws Exception {
    Handler handler = loader.load(jar, Versions.of(name, 1));
    loader.close(handler);
    watches.add(watch(handler, name, finder));
    return handler;
  }

  private static ExecutorService startsThreads(Handler handler) throws Exception {
    handler.handle("");
    return (ExecutorService) handler.getClass().getField("held").get(null);
  }

  @AfterAll
  static void endThreads() {
    started.shutdown();
  }

  private static Watch watch(Handler handler, String name, LeakFinder finder) {
    return new Watch(
        finder,
        new WatchedLoader(handler.getClass().getClassLoader()),
        name,
        VersionFiles.of(handler.getClass().getClassLoader()));
  }

  private static List<Leak> leaksOf(String name) {
    return REPORTS.stream()
        .filter(report -> report.name().equals(name))
        .flatMap(report -> report.leaks().stream())
        .toList();
  }

  @Test
  void staticFieldOfTheApplicationIsNamed() {
    assertThat(holds).isNotNull();
    assertThat(leaksOf("holds"))
        .singleElement()
        .satisfies(
            leak -> {
              assertThat(leak.kind()).isEqualTo(LeakKind.OTHER);
              assertThat(leak.holder())
                  .isEqualTo(InspectionTest.class.getName() + ", static holds");
            });
  }

  @Test
  void anotherLeakedVersionIsNamed() {
    assertThat(leaksOf("through"))
        .singleElement()
        .satisfies(
            leak -> {
              assertThat(leak.holder()).isEqualTo("acme.Holder, static held");
              assertThat(leak.path()).last().asString().isEqualTo("static held: acme.Holder");
            });
  }

  @Test
  void threadStartedByItsCodeIsNamedWhereItHolds() {
    // Until Java 23 a thread refers to the callers of its constructor, by their permissions.
    if (Runtime.version().feature() < 24) {
      assertThat(leaksOf("starts-threads"))
          .singleElement()
          .satisfies(
              leak -> {
                assertThat(leak.kind()).isEqualTo(LeakKind.THREAD);
                assertThat(leak.path()).anyMatch(step -> step.contains("AccessControlContext"));
              });
    } else {
      assertThat(leaksOf("starts-threads")).isEmpty();
    }
  }

  @Test
  void softlyHeldVersionIsNotReported() {
    assertThat(softly.get()).isNotNull();
    assertThat(leaksOf("softly")).isEmpty();
  }

  @Test
  void collectedVersionIsNotReported() {
    assertThat(leaksOf("collected")).isEmpty();
  }
}
