package dev.versioned.ticker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** A server of EventBridge's protocol that records the events it receives. */
final class EventBus implements AutoCloseable {
  static final String NAME = "deployments";

  /** How the server answers. */
  enum Answer {
    ACCEPTED,
    REFUSED,
    FAILED
  }

  private final HttpServer server;
  private final List<Received> events = new CopyOnWriteArrayList<>();
  private volatile Answer answer = Answer.ACCEPTED;

  /**
   * An event as it was received.
   *
   * @param type its detail type
   * @param detail its detail
   */
  record Received(String type, Map<String, JsonNode> detail) {
    String text(String name) {
      return detail.get(name).text();
    }
  }

  EventBus() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  void answer(Answer next) {
    answer = next;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  EventBridgeClient client() {
    return EventBridgeClient.builder()
        .endpointOverride(URI.create(url()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test-secret")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  Events events() {
    return new EventBridgeEvents(client(), NAME);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JsonNode.parser().parse(exchange.getRequestBody().readAllBytes());
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      if (answer == Answer.FAILED || !"AWSEvents.PutEvents".equals(target)) {
        reply(exchange, 400, "{\"__type\": \"AccessDeniedException\", \"message\": \"no\"}");
        return;
      }
      List<JsonNode> entries = request.asObject().get("Entries").asArray();
      StringBuilder replies = new StringBuilder();
      for (JsonNode entry : entries) {
        replies.append(replies.isEmpty() ? "" : ",").append(receive(entry.asObject()));
      }
      int failed = answer == Answer.REFUSED ? entries.size() : 0;
      reply(
          exchange, 200, "{\"FailedEntryCount\": " + failed + ", \"Entries\": [" + replies + "]}");
    }
  }

  private String receive(Map<String, JsonNode> entry) {
    if (answer == Answer.REFUSED || !entry.get("EventBusName").text().equals(NAME)) {
      return "{\"ErrorCode\": \"InternalFailure\", \"ErrorMessage\": \"try again\"}";
    }
    if (!entry.get("Source").text().equals("dev.versioned")) {
      throw new AssertionError(entry);
    }
    events.add(
        new Received(
            entry.get("DetailType").text(),
            JsonNode.parser().parse(entry.get("Detail").text()).asObject()));
    return "{\"EventId\": \"" + events.size() + "\"}";
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Returns the events received since the last call. */
  List<Received> received() {
    List<Received> all = List.copyOf(events);
    events.clear();
    return all;
  }

  List<String> types() {
    return received().stream().map(Received::type).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
