package dev.versioned.s3dynamo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Where S3 is asked, and in which style, by each way to name an endpoint. */
class EndpointTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, @Nullable String> before = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    set("aws.accessKeyId", "test");
    set("aws.secretAccessKey", "test-secret");
  }

  @AfterEach
  void stop() {
    server.stop(0);
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  private String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void headObject(@Nullable URI endpoint, @Nullable String profile) {
    try (S3Client s3 = Clients.s3("eu-west-1", endpoint, profile)) {
      s3.headObject(r -> r.bucket("acme").key("checkout/1"));
    }
  }

  @Test
  void optionIsCalledInPathStyle() {
    headObject(URI.create(address()), null);
    assertThat(asked).containsExactly("/acme/checkout/1");
  }

  /** The properties of AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3, of the same rules in the SDK. */
  @ParameterizedTest
  @ValueSource(strings = {"aws.endpointUrl", "aws.endpointUrlS3"})
  void environmentIsCalledInPathStyle(String property) {
    set(property, address());
    headObject(null, null);
    assertThat(asked).containsExactly("/acme/checkout/1");
  }

  @Test
  void profileIsCalledInPathStyle(@TempDir Path folder) throws IOException {
    Path config = folder.resolve("config");
    Files.writeString(
        config,
        "[profile acme]\naws_access_key_id = a\naws_secret_access_key = b\nendpoint_url = "
            + address()
            + "\n");
    set("aws.configFile", config.toString());
    headObject(null, "acme");
    assertThat(asked).containsExactly("/acme/checkout/1");
  }

  @Test
  void customHostNameIsCalledInPathStyle() {
    set("aws.endpointUrlS3", "https://s3.acme.example");
    try (S3Client s3 = Clients.s3("eu-west-1", null, null)) {
      assertThat(s3.utilities().getUrl(r -> r.bucket("acme").key("k")))
          .hasToString("https://s3.acme.example/acme/k");
    }
  }

  @Test
  void awsItselfIsCalledByTheBucketsHostName() {
    try (S3Client s3 = Clients.s3("eu-west-1", null, null)) {
      assertThat(s3.utilities().getUrl(r -> r.bucket("acme").key("k")))
          .hasToString("https://acme.s3.eu-west-1.amazonaws.com/k");
    }
  }
}
