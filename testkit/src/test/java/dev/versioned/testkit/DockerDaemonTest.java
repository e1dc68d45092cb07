package dev.versioned.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerDaemonTest {

  @TempDir private Path home;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void answeringDaemonIsFound() throws IOException {
    answer("/_ping", 200, "OK");

    assertThat(daemon().answers()).isTrue();
  }

  @Test
  void listedImageIsFound() throws IOException {
    answer("/images/json", 200, "[{\"Id\":\"sha256:1\"}]");
    assertThat(daemon().hasAnyOf("some/image")).isTrue();

    server.removeContext("/images/json");
    answer("/images/json", 200, "[]");
    assertThat(daemon().hasAnyOf("some/image")).isFalse();
  }

  @Test
  void imageCanBePulledWhenItsRegistryKnowsItOrWantsALogin() throws IOException {
    answer("/distribution/some/image:1/json", 200, "{}");
    answer("/distribution/private/image:1/json", 401, "{}");
    answer("/distribution/offline/image:1/json", 500, "{}");

    assertThat(daemon().canPull("some/image:1")).isTrue();
    assertThat(daemon().canPull("private/image:1")).isTrue();
    assertThat(daemon().canPull("offline/image:1")).isFalse();
  }

  @Test
  void missingImageOfTestcontainersIsReported() throws IOException {
    server.createContext(
        "/images/json",
        exchange -> {
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          byte[] list = (query.contains("localstack") ? "[{\"Id\":\"1\"}]" : "[]").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, list.length);
          exchange.getResponseBody().write(list);
          exchange.close();
        });
    answer("/distribution/", 500, "{}");
    assumeTrue(System.getenv("TESTCONTAINERS_RYUK_DISABLED") == null, "Ryuk is disabled here");

    assertThat(DockerProbe.missingImage(daemon()))
        .hasValueSatisfying(
            missing ->
                assertThat(missing)
                    .contains("testcontainers/ryuk")
                    .endsWith(" is not on this machine, and Docker cannot pull it"));
  }

  @Test
  void deadAddressFailsAtOnce() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    DockerDaemon daemon = find("tcp://127.0.0.1:" + port).orElseThrow();

    assertThatThrownBy(daemon::answers).isInstanceOf(IOException.class);
  }

  @Test
  void unsupportedDaemonIsNotFound() {
    assertThat(find("npipe:////./pipe/docker_engine")).isEmpty();
    assertThat(
            DockerDaemon.find(
                Map.of("DOCKER_HOST", "tcp://127.0.0.1:2376", "DOCKER_TLS_VERIFY", "1")::get, home))
        .isEmpty();
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private DockerDaemon daemon() {
    return find("tcp://127.0.0.1:" + server.getAddress().getPort()).orElseThrow();
  }

  private Optional<DockerDaemon> find(String host) {
    return DockerDaemon.find(Map.of("DOCKER_HOST", host)::get, home);
  }
}
