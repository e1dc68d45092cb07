package dev.versioned.examples.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.loader.JarLoader;
import dev.versioned.event.Event;
import dev.versioned.s3dynamo.S3DynamoRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An HTTP service whose handler is a versioned jar. {@code GET /NAME} answers with the greeter that
 * the alias LIVE of the artifact {@code greeter} routes the name to. A move of the alias swaps it
 * while requests are served.
 *
 * <p>Arguments: bucket, table, a folder for the cache. It prints its port, and what it uses for
 * each line that it reads; it ends with its standard input.
 */
public final class GreetingServer {
  private static final int THREADS = 16;

  private GreetingServer() {}

  /**
   * Runs the service.
   *
   * @param args bucket, table, folder
   * @throws IOException if it cannot listen
   */
  public static void main(String[] args) throws IOException {
    AtomicInteger swaps = new AtomicInteger();
    AtomicInteger leaks = new AtomicInteger();
    try (ArtifactRepository repository =
        S3DynamoRepository.builder()
            .bucket(args[0])
            .table(args[1])
            .settings(
                settings ->
                    settings.withListener(
                        event -> {
                          if (event instanceof Event.Swapped) {
                            swaps.incrementAndGet();
                          } else if (event instanceof Event.Leaked) {
                            leaks.incrementAndGet();
                          }
                        }))
            .build()) {
      ArtifactCache cache = ArtifactCache.builder(repository, Path.of(args[2])).build();
      AliasHandle live = repository.artifact("greeter").alias("LIVE");
      try (LiveDeployment<Greeter> greeters =
          LiveDeployment.builder(live, cache, JarLoader.of(Greeter.class))
              .watch(w -> w.every(Duration.ofMillis(20)))
              .warmUp((greeter, version) -> greeter.greet("warm-up"))
              .build()) {
        HttpServer server = serve(greeters);
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
          System.gc();
          System.out.println(used() + "\t" + swaps + "\t" + leaks);
        }
        server.stop(1);
      }
    }
  }

  private static HttpServer serve(LiveDeployment<Greeter> greeters) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", exchange -> answer(exchange, greeters));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, LiveDeployment<Greeter> greeters)
      throws IOException {
    String name = exchange.getRequestURI().getPath().substring(1);
    byte[] answer =
        greeters
            .<String, RuntimeException>use(name, greeter -> greeter.greet(name))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(answer);
    }
  }

  /** Loaded classes, bytes of metaspace, open files. */
  private static String used() throws IOException {
    long metaspace =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .map(MemoryPoolMXBean::getUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    Path descriptors = Path.of("/proc/self/fd");
    long files = 0;
    if (Files.isDirectory(descriptors)) {
      try (Stream<Path> open = Files.list(descriptors)) {
        files = open.count();
      }
    }
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
        + "\t"
        + metaspace
        + "\t"
        + files;
  }
}
