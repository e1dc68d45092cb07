package dev.versioned.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers the three questions that must be answered before Testcontainers is started.
 * Testcontainers would find out, too, but when an image cannot be pulled it retries for minutes,
 * and it logs long errors that are alarming for anyone who never intended to use Docker. Each
 * question blocks until the daemon answers.
 */
final class DockerDaemon {

  private static final String UNIX = "unix";
  private static final String TCP = "tcp";

  private final SocketAddress address;

  private DockerDaemon(SocketAddress address) {
    this.address = address;
  }

  /** Finds the daemon; empty if there is none that can be called without TLS. */
  static Optional<DockerDaemon> find(Function<String, @Nullable String> environment, Path home) {
    String host = environment.apply("DOCKER_HOST");
    if (host != null) {
      return environment.apply("DOCKER_TLS_VERIFY") == null
          ? at(URI.create(host))
          : Optional.empty();
    }
    String runtime = environment.apply("XDG_RUNTIME_DIR");
    return Stream.of(
            Path.of("/var/run/docker.sock"),
            Path.of(runtime == null ? "/run/user" : runtime).resolve("docker.sock"),
            home.resolve(".docker/run/docker.sock"),
            home.resolve(".docker/desktop/docker.sock"))
        .filter(Files::exists)
        .findFirst()
        .map(socket -> new DockerDaemon(UnixDomainSocketAddress.of(socket)));
  }

  /** Returns whether the daemon answers at all. */
  boolean answers() throws IOException {
    return status(get("/_ping")) == 200;
  }

  /** Returns whether any image of this name is on the machine, whatever its tag. */
  boolean hasAnyOf(String repository) throws IOException {
    String filter = "{\"reference\":[\"" + repository + "\"]}";
    String answer = get("/images/json?filters=" + URLEncoder.encode(filter, UTF_8));
    return status(answer) == 200 && answer.contains("\"Id\"");
  }

  /** Returns whether the image's registry is reachable and has it or requires a login. */
  boolean canPull(String image) throws IOException {
    int status = status(get("/distribution/" + image + "/json"));
    return status == 200 || status == 401 || status == 403;
  }

  private static Optional<DockerDaemon> at(URI host) {
    if (UNIX.equals(host.getScheme())) {
      return Optional.of(new DockerDaemon(UnixDomainSocketAddress.of(host.getPath())));
    }
    if (TCP.equals(host.getScheme()) && host.getHost() != null && host.getPort() > 0) {
      return Optional.of(new DockerDaemon(new InetSocketAddress(host.getHost(), host.getPort())));
    }
    return Optional.empty();
  }

  /**
   * Uses HTTP/1.0: the daemon ends its response by closing the connection. The JDK's HTTP client
   * does not support Unix sockets.
   */
  private String get(String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      String request = "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n";
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  private static int status(String answer) throws IOException {
    String[] words = answer.split("\\s", 3);
    if (words.length < 3 || !words[0].startsWith("HTTP/")) {
      throw new IOException("The response is not HTTP");
    }
    return Integer.parseInt(words[1]);
  }
}
