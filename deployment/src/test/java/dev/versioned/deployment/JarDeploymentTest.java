package dev.versioned.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.loader.Handler;
import dev.versioned.deployment.loader.JarLoader;
import dev.versioned.deployment.loader.Jars;
import dev.versioned.event.Event;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarDeploymentTest {
  @TempDir Path directory;

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final ArtifactRepository repository =
      ArtifactRepository.of(
          new MemoryBlobStore(),
          new MemoryItemStore(),
          RepositorySettings.defaults().withListener(events::add));
  private final Artifact artifact = repository.artifact("checkout");
  private final AliasHandle live = artifact.alias("LIVE");
  private LiveDeployment<Handler> deployment;

  @AfterEach
  void close() {
    deployment.close();
    repository.close();
  }

  private Version publish(String name, String body) throws IOException {
    String source =
        """
        package acme;
        public final class %s implements dev.versioned.deployment.loader.Handler {
          @Override public String handle(String request) { %s }
        }
        """
            .formatted(name, body);
    Path jar =
        Jars.compile(directory, Map.of("acme." + name, source))
            .jar()
            .classes("acme." + name)
            .service("acme." + name)
            .write(directory.resolve(name + ".jar"));
    return artifact.publish(Content.of(jar)).version();
  }

  private LiveDeployment<Handler> start() {
    ArtifactCache cache = ArtifactCache.builder(repository, directory.resolve("cache")).build();
    deployment =
        LiveDeployment.builder(live, cache, JarLoader.of(Handler.class))
            .watch(w -> w.every(Duration.ofMillis(10)))
            .leaks(leaks -> leaks.grace(Duration.ofMillis(500)))
            .build();
    return deployment;
  }

  /** A condition that may throw. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(5);
    }
  }

  private String answer() throws Exception {
    return deployment.use(handler -> handler.handle("it"));
  }

  @Test
  void useHasTheContextClassLoaderOfItsVersion() throws Exception {
    live.pointTo(
        publish(
            "One",
            "return String.valueOf("
                + "Thread.currentThread().getContextClassLoader() == One.class.getClassLoader());"));
    start();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertThat(answer()).isEqualTo("true");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void closedVersionLeavesTheMemory() throws Exception {
    live.pointTo(publish("One", "return \"one \" + request;"));
    start();
    assertThat(answer()).isEqualTo("one it");
    live.pointTo(publish("Two", "return \"two \" + request;"));
    until(() -> answer().equals("two it"));
    until(() -> deployment.status().running().size() == 1);
    Thread.sleep(1_000);
    assertThat(deployment.status().leaked()).isZero();
    assertThat(events).noneMatch(event -> event instanceof Event.Leaked);
  }

  @Test
  void leakOfAVersionIsAnEvent() throws Exception {
    Version leaky =
        publish(
            "Leaky",
            "Thread thread = new Thread(() -> { try { Thread.sleep(60_000); }"
                + " catch (InterruptedException e) { return; } }, \"acme-worker\");"
                + " thread.setDaemon(true); thread.start(); return \"leaky\";");
    live.pointTo(leaky);
    start();
    assertThat(answer()).isEqualTo("leaky");
    live.pointTo(publish("Two", "return \"two \" + request;"));
    until(() -> events.stream().anyMatch(event -> event instanceof Event.Leaked));
    Event.Leaked leak =
        (Event.Leaked)
            events.stream().filter(event -> event instanceof Event.Leaked).findFirst().get();
    assertThat(leak.version()).isEqualTo(leaky);
    assertThat(leak.kind()).isEqualTo("THREAD");
    assertThat(leak.holder()).contains("acme-worker");
    assertThat(deployment.status().leaked()).isEqualTo(1);
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("acme-worker"))
        .forEach(Thread::interrupt);
  }
}
