package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Who gets an answer. */
class AccessTest {
  private static final String TOKEN = "0123456789abcdef0123";
  private final Sample sample = new Sample().versions(2).live();
  private final Console guarded =
      Console.builder(sample.repo).clock(sample.clock).token(TOKEN).allowMoves().build();

  @Test
  void otherHostsAreRefused() {
    for (String host :
        new String[] {
          "evil.example", "localhost.evil.example:80", "", "127.0.0.2", "127.0.0.1:80.evil.example"
        }) {
      Browser browser = new Browser(sample.console()).with("Host", host);
      assertThat(browser.get("/").status()).as(host).isEqualTo(421);
    }
  }

  @Test
  void namesOfThisMachineAreAccepted() {
    for (String host :
        new String[] {"localhost", "127.0.0.1:80", "[::1]:8377", "[::1]", "LocalHost"}) {
      Browser browser = new Browser(sample.console()).with("Host", host);
      assertThat(browser.get("/").status()).as(host).isEqualTo(200);
    }
  }

  @Test
  void addedHostIsAccepted() {
    Console console = Console.builder(sample.repo).host("ops.example.com").build();
    assertThat(new Browser(console).with("Host", "ops.example.com").get("/").status())
        .isEqualTo(200);
  }

  @Test
  void pagesNeedTheToken() {
    assertThat(new Browser(guarded).get("/").status()).isEqualTo(403);
    assertThat(new Browser(guarded).get("/?token=wrong").status()).isEqualTo(403);
  }

  @Test
  void tokenBecomesStrictCookie() {
    Browser browser = new Browser(guarded);
    Response start = browser.get("/?token=" + TOKEN);
    assertThat(start.status()).isEqualTo(303);
    assertThat(start.headers()).containsEntry("Location", "/");
    assertThat(start.headers().get("Set-Cookie"))
        .contains("; Path=/; HttpOnly; SameSite=Strict")
        .doesNotContain(TOKEN);
    assertThat(browser.get("/").status()).isEqualTo(200);
  }

  @Test
  void cookieIsSecureUnderHttps() {
    Response start =
        guarded.handle(
            new Request(
                "GET",
                "https",
                "/ops",
                "/",
                "token=" + TOKEN,
                java.util.Map.of("Host", "localhost"),
                "",
                ""));
    assertThat(start.headers().get("Set-Cookie")).contains("Path=/ops;").endsWith("; Secure");
  }

  @Test
  void forgedCookieIsNoSession() {
    Browser browser = new Browser(guarded);
    browser.get("/?token=" + TOKEN);
    Browser forged = new Browser(guarded).with("Cookie", "versioned-console-x=a.b; other=1");
    assertThat(forged.get("/").status()).isEqualTo(403);
  }

  @Test
  void cookieOfAnotherProcessIsNoSession() {
    Response start = new Browser(guarded).get("/?token=" + TOKEN);
    String cookie = start.headers().get("Set-Cookie").split(";", 2)[0];
    Console restarted = Console.builder(sample.repo).token(TOKEN).build();
    assertThat(new Browser(restarted).with("Cookie", cookie).get("/").status()).isEqualTo(403);
  }

  @Test
  void shortTokenIsRefused() {
    assertThatThrownBy(() -> Console.builder(sample.repo).token("short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 characters");
  }

  @Test
  void everyAnswerHasTheHeaders() {
    Browser browser = new Browser(sample.console());
    for (String address : new String[] {"/", "/console.css", "/console.js", "/nothing"}) {
      assertThat(browser.get(address).headers())
          .as(address)
          .containsEntry(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                  + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Referrer-Policy", "no-referrer")
          .containsEntry("Cache-Control", "no-store");
    }
  }

  @Test
  void otherMethodsAreRefused() {
    for (String method : new String[] {"PUT", "DELETE", "OPTIONS", "TRACE", "get"}) {
      assertThat(new Browser(sample.console()).send(method, "/", "").status())
          .as(method)
          .isEqualTo(405);
    }
  }

  @Test
  void largeRequestsAreRefused() {
    Browser browser = new Browser(sample.console());
    assertThat(browser.get("/?x=" + "x".repeat(9000)).status()).isEqualTo(414);
    assertThat(browser.send("POST", "/health/gc", "x".repeat(70_000)).status()).isEqualTo(413);
    assertThat(browser.get("/?" + "&a=".repeat(10)).status()).isEqualTo(200);
  }

  @Test
  void manyParametersAreRefused() {
    StringBuilder many = new StringBuilder("/?");
    for (int i = 0; i < 60; i++) {
      many.append('p').append(i).append("=1&");
    }
    assertThat(new Browser(sample.console()).get(many.toString()).status()).isEqualTo(400);
  }

  @Test
  void formWithoutItsProofIsRefused() {
    Browser browser = new Browser(sample.console());
    browser.get("/health");
    assertThat(browser.send("POST", "/health/fsck", "proof=wrong").status()).isEqualTo(403);
    assertThat(browser.send("POST", "/health/fsck", "").status()).isEqualTo(403);
  }

  @Test
  void formOfAnotherSessionIsRefused() {
    Console console = sample.console();
    Response other = new Browser(console).get("/health");
    Browser browser = new Browser(console);
    browser.get("/health");
    assertThat(browser.submit("/health/fsck", other, "").status()).isEqualTo(403);
  }

  @Test
  void formOfAnotherSiteIsRefused() {
    Browser browser = new Browser(sample.console());
    Response page = browser.get("/health");
    browser.with("Origin", "https://evil.example");
    assertThat(browser.submit("/health/fsck", page, "").status()).isEqualTo(403);
    browser.with("Origin", "http://localhost:8377").with("Sec-Fetch-Site", "cross-site");
    assertThat(browser.submit("/health/fsck", page, "").status()).isEqualTo(403);
    browser.with("Origin", "null");
    assertThat(browser.submit("/health/fsck", page, "").status()).isEqualTo(403);
    browser.with("Sec-Fetch-Site", "same-origin");
    assertThat(browser.submit("/health/fsck", page, "").status()).isEqualTo(200);
  }

  @Test
  void formWithoutSessionIsRefused() {
    assertThat(new Browser(sample.console()).send("POST", "/health/fsck", "").status())
        .isEqualTo(403);
  }

  @Test
  void otherBodiesThanFormsAreRefused() {
    Browser browser = new Browser(sample.console());
    browser.get("/health");
    browser.with("Content-Type", "application/json");
    assertThat(browser.send("POST", "/health/fsck", "{}").status()).isEqualTo(415);
  }
}
