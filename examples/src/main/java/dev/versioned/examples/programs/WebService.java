package dev.versioned.examples.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.model.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A web service that greets its users with a text selected by an alias. A user gets the same
 * version with every request, and no request waits for the store.
 */
public final class WebService implements AutoCloseable {
  private final ArtifactCache cache;
  private final LiveAlias live;
  private final HttpServer server;

  /**
   * Starts the service on a free port.
   *
   * @param repo the repository with the greetings
   * @param folder where to cache them on this host
   * @throws IOException if no port is free
   */
  public WebService(ArtifactRepository repo, Path folder) throws IOException {
    cache = ArtifactCache.builder(repo, folder).build();
    live =
        repo.artifact("greeting")
            .alias("LIVE")
            .watch(w -> w.prepare(cache::fetch).staleAfter(Duration.ofMinutes(5)));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::greet);
    server.start();
  }

  private void greet(HttpExchange request) throws IOException {
    try (request) {
      String user = request.getRequestURI().getPath().substring(1);
      Version version = live.route(user);
      byte[] greeting = Files.readAllBytes(cache.fetch(version));
      request.getResponseHeaders().add("X-Version", version.number().toString());
      request.sendResponseHeaders(200, greeting.length);
      request.getResponseBody().write(greeting);
    }
  }

  /**
   * Returns the port that the service listens on.
   *
   * @return the port
   */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    live.close();
  }
}
