package dev.versioned.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of class loaders at the end of their grace period, by one heap dump. */
class InspectionTest {
  private static final String HOLDER =
      """
      package acme;
      public class Holder implements dev.versioned.deployment.Handler {
        public static Object held;
        public String handle(String request) { return request; }
      }
      """;

  @TempDir static Path directory;
  private static final List<LeakReport> REPORTS = new ArrayList<>();
  private static Path jar;
  private static Handler holds;
  private static SoftReference<Handler> softly;

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
  void softlyHeldVersionIsNotReported() {
    assertThat(softly.get()).isNotNull();
    assertThat(leaksOf("softly")).isEmpty();
  }

  @Test
  void collectedVersionIsNotReported() {
    assertThat(leaksOf("collected")).isEmpty();
  }
}
