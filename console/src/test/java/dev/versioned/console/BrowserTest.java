package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * The console in a real browser: clicks, looks, and what people can read and reach. With {@code
 * -Dconsole.screenshots=write} it writes the pictures of the documentation.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
  private static final String TOKEN = "0123456789abcdef0123";
  private static final Path PICTURES = Path.of("../docs/images/console");
  private static final int LARGEST_PICTURE = 60 * 1024;
  private static final boolean WRITE = "write".equals(System.getProperty("console.screenshots"));
  private static final String AXE = axe();

  private Chromium chromium;

  @BeforeAll
  void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static String axe() {
    try (InputStream in = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConsoleServer serve(Sample sample) {
    Console console =
        Console.builder(sample.repo)
            .clock(sample.clock)
            .title("acme-artifacts")
            .token(TOKEN)
            .allowMoves()
            .build();
    return ConsoleServer.start(console, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void signIn(ConsoleServer server) {
    chromium.open(server.uri().resolve("?token=" + TOKEN));
    assertThat(chromium.driver().getCurrentUrl()).isEqualTo(server.uri().toString());
  }

  @Test
  void canaryAndRollbackByClicking() {
    Sample sample = Shop.sample();
    sample.repo.artifact("checkout").alias("LIVE").rollout().abort();
    try (ConsoleServer server = serve(sample)) {
      chromium.look(1280, 900, "light");
      signIn(server);
      chromium.click("checkout");
      chromium.click("LIVE");
      chromium.fill("Split the traffic", "Second version", "8");
      chromium.click("Preview of: Split the traffic");
      assertThat(chromium.text()).contains("Before", "After", "version 8 10 %");
      chromium.fill("Confirm", "Reason, for the history", "canary");
      chromium.click("Confirm: Split");
      assertThat(chromium.text())
          .contains("was made: ", "version 6 90 %", "version 8 10 %", "canary");
      chromium.click("Preview of: Roll back");
      chromium.fill("Confirm", "Reason, for the history", "too slow");
      chromium.click("Confirm: Roll back");
      assertThat(chromium.text()).contains("was made: ", "version 6 100 %", "too slow");
      assertThat(sample.repo.artifact("checkout").alias("LIVE").read().routing())
          .hasToString("6=100%");
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  @Test
  void movedAliasIsRefusedInTheBrowser() {
    Sample sample = Shop.sample();
    try (ConsoleServer server = serve(sample)) {
      signIn(server);
      chromium.open(
          server.uri().resolve("artifacts/checkout/aliases/STAGING/moves/point?version=7"));
      sample
          .repo
          .artifact("checkout")
          .alias("STAGING")
          .pointTo(sample.repo.artifact("checkout").resolve("6"));
      chromium.fill("Confirm", "Reason, for the history", "late");
      chromium.click("Confirm: Point");
      assertThat(chromium.text()).contains("The alias has moved", "version 6 at 100 %");
      assertThat(chromium.complaints()).singleElement().asString().contains("409");
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("repository", "");
    pages.put("artifact", "artifacts/checkout");
    pages.put("compare", "artifacts/checkout/compare?from=6&to=8");
    pages.put("version", "artifacts/checkout/versions/8");
    pages.put("alias", "artifacts/checkout/aliases/LIVE");
    pages.put("fleet", "artifacts/checkout/aliases/LIVE/fleet");
    pages.put("health", "health");
    pages.put("move", "artifacts/checkout/aliases/LIVE/moves/promote");
    return pages;
  }

  @Test
  void everyPageFitsAndCanBeReadByAll() throws IOException {
    Sample sample = Shop.sample();
    var alias = sample.repo.artifact("checkout").alias("LIVE");
    try (ConsoleServer server = serve(sample);
        var follower = alias.watch(options -> options.report())) {
      follower.report();
      signIn(server);
      for (Map.Entry<String, String> page : pages().entrySet()) {
        for (String scheme : List.of("light", "dark")) {
          for (int width : List.of(400, 1280)) {
            chromium.look(width, 600, scheme);
            chromium.open(server.uri().resolve(page.getValue()));
            String name = page.getKey() + "-" + scheme + "-" + width;
            fits(name);
            // Colours do not depend on the width: three of the four suffice.
            if (width == 1280 || scheme.equals("light")) {
              readable(name);
            }
            picture(name, width, scheme);
          }
        }
        chromium.look(1600, 900, "light");
        fits(page.getKey() + "-1600");
      }
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  private void fits(String name) {
    assertThat(
            chromium
                .driver()
                .executeScript(
                    "return document.documentElement.scrollWidth"
                        + " - document.documentElement.clientWidth"))
        .as(name)
        .isEqualTo(0L);
  }

  private void readable(String name) {
    chromium.driver().executeScript(AXE);
    Object violations =
        chromium
            .driver()
            .executeAsyncScript(
                "var done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then("
                    + "function (r) { done(r.violations.map(function (v) { return v.id + ': ' + "
                    + "v.nodes.map(function (n) { return n.html; }).join(' '); })); });");
    assertThat((List<?>) violations).as(name).isEmpty();
  }

  private void picture(String name, int width, String scheme) throws IOException {
    Path file = PICTURES.resolve(name + ".png");
    if (WRITE) {
      chromium.look(width, chromium.height(width == 400 ? 1800 : 1500), scheme);
      Files.createDirectories(PICTURES);
      SmallPng.write(chromium.picture(), file);
    }
    assertThat(file).exists();
    assertThat(Files.size(file)).as(name).isLessThan(LARGEST_PICTURE);
  }

  @Test
  void hostileNamesRunNothing() {
    Sample sample = HostileNamesTest.hostile();
    String alias = "artifacts/app/aliases/" + "A".repeat(128);
    try (ConsoleServer server = serve(sample)) {
      signIn(server);
      for (String page :
          List.of(
              "",
              "artifacts/app",
              "artifacts/app/versions/1",
              alias,
              alias + "/moves/point?version=1")) {
        chromium.look(400, 800, "light");
        chromium.open(server.uri().resolve(page));
        fits(page);
        readable(page);
        assertThat(chromium.driver().findElements(By.cssSelector("img, svg [onload], [onerror]")))
            .isEmpty();
        assertThat(chromium.driver().findElements(By.tagName("script"))).hasSize(1);
      }
      chromium.open(server.uri().resolve("artifacts/app/versions/1"));
      assertThat(chromium.text()).contains(HostileNamesTest.SCRIPT, "\\u202e");
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  @Test
  void keyboardReachesTheContent() {
    try (ConsoleServer server = serve(Shop.sample())) {
      signIn(server);
      chromium.open(URI.create(server.uri() + "artifacts/checkout"));
      chromium.driver().switchTo().activeElement().sendKeys(Keys.TAB);
      assertThat(chromium.driver().switchTo().activeElement().getText())
          .isEqualTo("Skip to content");
      chromium.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
      assertThat(chromium.driver().switchTo().activeElement().getTagName()).isEqualTo("main");
    }
  }
}
