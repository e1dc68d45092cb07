package dev.versioned.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Serves a {@link Console} in the JDK's {@code com.sun.net.httpserver}. Thread-safe.
 *
 * <p>The console is mounted where the context's path says: {@code
 * server.createContext("/versioned", new ConsoleHttpHandler(console))}.
 */
public final class ConsoleHttpHandler implements HttpHandler {
  private final Console console;

  /**
   * Makes a handler.
   *
   * @param console the console
   */
  public ConsoleHttpHandler(Console console) {
    this.console = Objects.requireNonNull(console, "console");
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Objects.requireNonNull(exchange, "exchange");
    try (exchange) {
      String context = exchange.getHttpContext().getPath();
      String base = context.endsWith("/") ? context.substring(0, context.length() - 1) : context;
      String path = String.valueOf(exchange.getRequestURI().getRawPath());
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name, values.isEmpty() ? "" : values.get(0)));
      String query = exchange.getRequestURI().getRawQuery();
      Request head =
          new Request(
              exchange.getRequestMethod(),
              exchange instanceof HttpsExchange ? "https" : "http",
              base,
              path.startsWith(base) ? path.substring(base.length()) : path,
              query == null ? "" : query,
              headers,
              "",
              exchange.getPrincipal() == null ? "" : exchange.getPrincipal().getName());
      Request request = Bodies.complete(head, console, exchange.getRequestBody());
      send(exchange, console.handle(request));
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    response.headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(response.status(), -1);
    } else {
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
      // Closing the exchange waits for the rest of a body that was not read.
      exchange.getResponseBody().flush();
    }
  }
}
