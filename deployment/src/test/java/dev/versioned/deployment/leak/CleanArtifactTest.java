package dev.versioned.deployment.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.deployment.loader.Handler;
import dev.versioned.deployment.loader.JarLoader;
import dev.versioned.deployment.loader.Jars;
import dev.versioned.deployment.loader.Versions;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("again")
class CleanArtifactTest {
  private static final int ROUNDS = Boolean.getBoolean("versioned.full") ? 1_000 : 100;

  /** Uses much of the JDK, and gives all of it back. */
  private static final String CLEAN =
      """
      package acme;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.stream.*;
      public class Clean implements dev.versioned.deployment.loader.Handler, AutoCloseable {
        private final ExecutorService threads = Executors.newSingleThreadExecutor(task -> {
          Thread thread = new Thread(task, "clean");
          thread.setDaemon(true);
          return thread;
        });
        private final Timer timer = new Timer(true);
        private final ThreadLocal<Clean> own = new ThreadLocal<>();
        record Order(String id, int amount) implements java.io.Serializable {}
        enum Size { SMALL, LARGE }
        interface Greeting { String greet(String name); }
        public String handle(String request) throws Exception {
          timer.schedule(new TimerTask() { public void run() { } }, 600_000);
          own.set(this);
          own.remove();
          Greeting proxy = (Greeting) java.lang.reflect.Proxy.newProxyInstance(
              getClass().getClassLoader(), new Class<?>[] {Greeting.class},
              (self, method, all) -> "hello " + all[0]);
          String future = threads.submit(() -> proxy.greet(request)).get();
          Map<Size, List<Order>> orders = Stream.of(new Order("a", 1), new Order("b", 200))
              .collect(Collectors.groupingBy(
                  order -> order.amount() > 100 ? Size.LARGE : Size.SMALL));
          java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
         new java.io.ObjectOutputStream(bytes).writeObject(new ArrayList<>(orders.get(Size.LARGE)));
          java.lang.reflect.Method method = Order.class.getMethod("amount");
          for (int i = 0; i < 20; i++) { method.invoke(orders.get(Size.SMALL).get(0)); }
          ServiceLoader.load(Greeting.class, getClass().getClassLoader()).findFirst();
          java.io.InputStream in = getClass().getResourceAsStream("Clean.class");
          in.read();
          getClass().getResource("Clean.class").openStream().read();
          org.slf4j.LoggerFactory.getLogger(Clean.class).debug("used");
          java.util.logging.Logger.getLogger("acme.clean").fine("used");
          return switch (orders.size()) { case 2 -> future; default -> "?"; };
        }
        public void close() throws Exception {
          timer.cancel();
          threads.shutdown();
          threads.awaitTermination(10, TimeUnit.SECONDS);
        }
      }
      """;

  @TempDir Path directory;

  @Test
  void cleanArtifactIsNeverAccused() throws Exception {
    Path jar =
        Jars.compile(directory, Map.of("acme.Clean", CLEAN))
            .jar()
            .classes("acme.Clean")
            .service("acme.Clean")
            .write(directory.resolve("clean.jar"));
    Queue<LeakReport> reports = new ConcurrentLinkedQueue<>();
    LeakFinder finder = LeakFinder.builder(reports::add).grace(Duration.ofMillis(500)).build();
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    List<WeakReference<ClassLoader>> closed = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      closed.add(loadUseAndClose(loader, jar, round, finder));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!closed.stream().allMatch(each -> each.refersTo(null))
        && reports.isEmpty()
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    // Reports are made shortly after the last collection.
    Thread.sleep(200);
    assertThat(reports).isEmpty();
    assertThat(closed).allMatch(each -> each.refersTo(null));
    // Streams that the artifact leaves open are closed some time after they were collected.
    while (Jars.isOpen(jar.toRealPath()) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(Jars.isOpen(jar.toRealPath())).isFalse();
  }

  private static WeakReference<ClassLoader> loadUseAndClose(
      JarLoader<Handler> loader, Path jar, int round, LeakFinder finder) throws Exception {
    Handler handler = loader.load(jar, Versions.of("clean", round));
    ClassLoader own = loader.classLoader(handler).orElseThrow();
    assertThat(handler.handle("world")).isEqualTo("hello world");
    loader.close(handler);
    finder.watch(own, "clean:" + round);
    return new WeakReference<>(own);
  }
}
