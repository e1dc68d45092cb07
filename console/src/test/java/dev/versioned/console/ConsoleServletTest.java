package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as a servlet, in a real container. */
@Tag("full")
class ConsoleServletTest {
  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pagesAndFormsGoThroughTheContainer() throws Exception {
    Sample sample = new Sample().versions(2).live();
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    var context = tomcat.addContext("/shop", folder.toString());
    Tomcat.addServlet(context, "versioned", new ConsoleServlet(sample.movable()))
        .addMapping("/ops/*");
    tomcat.start();
    try {

      URI base = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort());
      HttpResponse<String> first = send(HttpRequest.newBuilder(base.resolve("/shop/ops/")));
      assertThat(first.body()).contains("href=\"/shop/ops/artifacts/app\"");
      URI move = base.resolve("/shop/ops/artifacts/app/aliases/LIVE/moves/point?version=2");
      HttpResponse<String> preview = send(HttpRequest.newBuilder(move));
      HttpResponse<String> done =
          send(
              HttpRequest.newBuilder(move)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          Browser.hidden(new Response(200, Map.of(), preview.body()))
                              + "reason=because")));
      assertThat(done.body()).contains("Revision 2 was made: ");
      assertThat(done.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
