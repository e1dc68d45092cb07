package dev.versioned.testkit.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.versioned.testkit.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A DynamoDB server without transactions, as some servers that speak DynamoDB's protocol are: a
 * proxy in front of a real server that checks no signatures, such as DynamoDB Local. It answers
 * {@code TransactWriteItems} with {@code UnknownOperationException}. Thread-safe.
 */
public final class PlainDynamoDb implements AutoCloseable {
  private static final String TARGET = "X-Amz-Target";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(PlainDynamoDb::daemon);
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI target;

  private PlainDynamoDb(HttpServer server, URI target) {
    this.server = server;
    this.target = target;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "plain-dynamodb");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a server.
   *
   * @param aws the stack with the real server
   * @return the server, which the caller closes
   */
  public static PlainDynamoDb before(LocalAws aws) {
    Objects.requireNonNull(aws, "aws");
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      PlainDynamoDb plain = new PlainDynamoDb(server, aws.dynamoDbEndpoint());
      server.setExecutor(plain.threads);
      server.createContext("/", plain::answer);
      server.start();
      return plain;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a proxy to " + aws.dynamoDbEndpoint(), e);
    }
  }

  /**
   * Returns the endpoint of the server.
   *
   * @return an endpoint for clients
   */
  public URI endpoint() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String operation = String.valueOf(exchange.getRequestHeaders().getFirst(TARGET));
      if (operation.endsWith(".TransactWriteItems")) {
        send(
            exchange,
            400,
            null,
            "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}"
                .getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
      for (String name : new String[] {TARGET, "Content-Type", "Authorization", "X-Amz-Date"}) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          request.header(name, value);
        }
      }
      HttpResponse<byte[]> reply =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      send(
          exchange,
          reply.statusCode(),
          reply.headers().firstValue("x-amz-crc32").orElse(null),
          reply.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, @Nullable String crc32, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
    if (crc32 != null) {
      exchange.getResponseHeaders().add("x-amz-crc32", crc32);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Stops the proxy; the real server goes on. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
