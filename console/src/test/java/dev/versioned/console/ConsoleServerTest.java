package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The console in the JDK's server. */
class ConsoleServerTest {
  private static final String TOKEN = "0123456789abcdef0123";
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pagesAndFormsGoThroughTheServer() throws IOException, InterruptedException {
    Sample sample = new Sample().versions(2).live();
    Console console = Console.builder(sample.repo).token(TOKEN).allowMoves().build();
    try (ConsoleServer server =
        ConsoleServer.start(console, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      URI start = server.uri().resolve("?token=" + TOKEN);
      HttpResponse<String> first = send(HttpRequest.newBuilder(start));
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.body()).contains("/artifacts/app");
      URI move = server.uri().resolve("/artifacts/app/aliases/LIVE/moves/point?version=2");
      HttpResponse<String> preview = send(HttpRequest.newBuilder(move));
      String form =
          Browser.hidden(new Response(200, java.util.Map.of(), preview.body())) + "reason=because";
      HttpResponse<String> done =
          send(
              HttpRequest.newBuilder(move)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form)));
      assertThat(done.statusCode()).isEqualTo(200);
      assertThat(done.body()).contains("Revision 2 was made: ");
      HttpResponse<String> head =
          send(
              HttpRequest.newBuilder(server.uri())
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    }
  }

  /** Neither a form without a session that is sent slowly, nor half of a request. */
  @Test
  void unfinishedRequestsOfOthersStopNothing() throws IOException, InterruptedException {
    Sample sample = new Sample().versions(1);
    Console console = Console.builder(sample.repo).token(TOKEN).build();
    List<Socket> open = new ArrayList<>();
    try (ConsoleServer server =
        ConsoleServer.start(console, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.uri().getPort());
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(address);
        socket.setSoTimeout(10_000);
        boolean half = i % 10 == 0;
        String request =
            half
                ? "GET / HTTP/1.1\r\nHost: loc"
                : "POST /health/fsck HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\nabc";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        if (!half) {
          byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 403 ".length());
          assertThat(answer).asString(StandardCharsets.US_ASCII).isEqualTo("HTTP/1.1 403 ");
        }
      }
      URI start = server.uri().resolve("?token=" + TOKEN);
      assertThat(send(HttpRequest.newBuilder(start).timeout(Duration.ofSeconds(20))).statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void addressesOfOtherMachinesAreRefused() {
    Console console = new Sample().console();
    assertThatThrownBy(
            () -> ConsoleServer.start(console, new InetSocketAddress("0.0.0.0", 0)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("ssh -L");
  }
}
