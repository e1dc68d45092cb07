package dev.versioned.gates;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that gives one answer to all, and records what it was asked. */
final class Server implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Answer answer = exchange -> send(exchange, 200, Map.of(), new byte[0]);

  /** Answers one request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** A request as it was received. */
  static final class Asked {
    private final HttpExchange exchange;
    private final byte[] body;

    private Asked(HttpExchange exchange, byte[] body) {
      this.exchange = exchange;
      this.body = body;
    }

    String path() {
      return exchange.getRequestURI().getPath();
    }

    /** Returns the query, decoded. */
    String query() {
      return String.valueOf(exchange.getRequestURI().getQuery());
    }

    String header(String name) {
      return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    byte[] body() {
      return body;
    }
  }

  Server() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(new Asked(exchange, exchange.getRequestBody().readAllBytes()));
      answer.to(exchange);
    }
  }

  static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  void answer(int status, String body) {
    answer(exchange -> send(exchange, status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  void answer(Answer next) {
    answer = next;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  Asked last() {
    return asked.get(asked.size() - 1);
  }

  String url() {
    return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
