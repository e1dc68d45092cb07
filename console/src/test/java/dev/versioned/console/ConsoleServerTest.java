package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
      assertThat(done.body()).contains("Done. The alias is at revision 2.");
      HttpResponse<String> head =
          send(
              HttpRequest.newBuilder(server.uri())
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
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
