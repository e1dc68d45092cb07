package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Content;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import org.junit.jupiter.api.Test;

/** What publishers and movers write is shown as text, whatever it contains. */
class HostileNamesTest {
  static final String SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>";
  static final String QUOTES = "\"><svg onload=alert(2)>' onfocus='alert(3)";
  static final String HIDDEN = "safe\u202Eexe.\u0007\u001b[31m\u2066x";

  static Sample hostile() {
    Sample sample = new Sample();
    sample.app.publish(
        Content.of(new byte[10]),
        options ->
            options
                .by(QUOTES)
                .description(SCRIPT + HIDDEN)
                .metadata("script", SCRIPT)
                .metadata("quotes", QUOTES)
                .metadata("hidden", HIDDEN)
                .metadata("a".repeat(128), "w".repeat(2000)));
    sample
        .app
        .alias("A".repeat(128))
        .create(
            Routing.to(VersionNumber.of(1)),
            u -> u.by(SCRIPT).reason(QUOTES + HIDDEN).description(SCRIPT));
    sample.repo.artifact("n".repeat(128)).publish(Content.of(new byte[1]));
    return sample;
  }

  @Test
  void pagesContainNoElementOfOthers() {
    Browser browser = new Browser(hostile().movable());
    for (String address :
        new String[] {
          "/",
          "/artifacts/app",
          "/artifacts/app/versions/1",
          "/artifacts/app/aliases/" + "A".repeat(128),
          "/artifacts/app/aliases/" + "A".repeat(128) + "/moves/point?version=1",
          "/artifacts/app/aliases/" + "A".repeat(128) + "/moves/point?version=%22%3E%3Cscript%3E",
          "/?prefix=%22%3E%3Cscript%3E",
          "/artifacts/%3Cscript%3Ealert(1)%3C%2Fscript%3E"
        }) {
      String body = browser.get(address).body();
      assertThat(body)
          .as(address)
          .doesNotContain("<img", "onload=alert(2)>", "' onfocus", "\u202e", "\u0007", "\u001b")
          .doesNotContain("<script>", "\u2066");
    }
  }

  @Test
  void hiddenCharactersAreShown() {
    assertThat(new Browser(hostile().console()).get("/artifacts/app/versions/1").body())
        .contains("safe\\u202eexe.\\u0007\\u001b[31m\\u2066x", "&lt;script&gt;");
  }

  @Test
  void htmlHasNoWayToWriteCode() {
    assertThatThrownBy(() -> Html.of("script", "alert(1)")).hasMessageContaining("script");
    assertThatThrownBy(() -> Html.of("style", "x")).hasMessageContaining("style");
    assertThatThrownBy(() -> Html.of("a").attr("href", "javascript:x"))
        .hasMessageContaining("href");
    assertThatThrownBy(() -> Html.of("a").attr("onclick", "x")).hasMessageContaining("onclick");
    assertThatThrownBy(() -> Html.of("a b")).hasMessageContaining("a b");
  }

  @Test
  void linksCannotLeaveTheConsole() {
    assertThat(Link.of("", "artifacts", "//evil.example/?x=\"").toString())
        .isEqualTo("/artifacts/%2F%2Fevil.example%2F%3Fx%3D%22");
  }
}
