package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The actor, and the contexts that say where everything is. */
class WhoAndWhereTest {
  private static final String ARN = "arn:aws:sts::123456789012:assumed-role/deployer/anna";

  @TempDir Path home;

  private Run run() {
    return new Run(home).with("HOME", home.toString());
  }

  private Run configured(String text) throws IOException {
    Path file = home.resolve(".config/versioned/config");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return run();
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_ACTIONS,GITHUB_ACTOR,github/anna",
    "GITLAB_CI,GITLAB_USER_LOGIN,gitlab/anna",
    "CODEBUILD_BUILD_ID,CODEBUILD_INITIATOR,codebuild/anna",
    "BUILDKITE,BUILDKITE_BUILD_CREATOR,buildkite/anna",
    "CIRCLECI,CIRCLE_USERNAME,circleci/anna",
    "TF_BUILD,BUILD_REQUESTEDFOR,azure/anna",
    "JENKINS_URL,BUILD_USER_ID,jenkins/anna"
  })
  void ciUserIsTheActor(String sign, String variable, String actor) {
    String user = System.getProperty("user.name");
    assertThat(actor(run().with(sign, "true").with(variable, "anna"))).isEqualTo(actor);
    assertThat(actor(run().with(variable, "anna"))).isEqualTo(user);
    assertThat(actor(run().with(sign, "true").with(variable, ""))).isEqualTo(user);
    assertThat(actor(run().with(sign, "1").with(variable, "a").with("VERSIONED_ACTOR", "ben")))
        .isEqualTo("ben");
  }

  @Test
  void whoeverStartsARunAgainIsItsActor() {
    Run run = run().with("GITHUB_ACTIONS", "true").with("GITHUB_ACTOR", "anna");
    assertThat(actor(run.with("GITHUB_TRIGGERING_ACTOR", "ben"))).isEqualTo("github/ben");
  }

  private static String actor(Run run) {
    return run.of("whoami", "--output", "json").json().get("actor").asText();
  }

  @Test
  void arnOfTheCallerIsTheActorIfWanted() throws IOException {
    HttpServer sts =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        ("<GetCallerIdentityResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'>"
                + "<GetCallerIdentityResult><Arn>"
                + ARN
                + "</Arn><UserId>x</UserId><Account>123456789012</Account>"
                + "</GetCallerIdentityResult></GetCallerIdentityResponse>")
            .getBytes(StandardCharsets.UTF_8);
    sts.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    sts.start();
    try {
      String[] options = {
        "whoami", "--endpoint-url", "http://127.0.0.1:" + sts.getAddress().getPort(), "--caller"
      };
      Run run = run().with("VERSIONED_REGION", "eu-west-1");
      assertThat(run.of(options).out())
          .contains("caller        " + ARN)
          .doesNotContain("actor  arn");
      assertThat(run.with("VERSIONED_ACTOR", "sts:caller").of(options).out())
          .contains("actor         " + ARN + " (sts:caller)");
    } finally {
      sts.stop(0);
    }
  }

  private static final String TWO =
      """
      context: dev
      contexts:
        dev: {bucket: dev-b, table: dev-t}
        prd: {bucket: prd-b, table: prd-t, region: eu-west-1, output: json, actor: ops}
      """;

  @Test
  void contextDecidesThePlaceAlone() throws IOException {
    Run run =
        configured(TWO)
            .with("VERSIONED_BUCKET", "other-b")
            .with("VERSIONED_PREFIX", "other/")
            .with("VERSIONED_ACTOR", "anna");
    Map<String, String> expected =
        Map.of("context", "prd", "bucket", "prd-b", "table", "prd-t", "prefix", "null");
    for (Run.Result result :
        new Run.Result[] {
          run.of("whoami", "--context", "prd"), run.with("VERSIONED_CONTEXT", "prd").of("whoami")
        }) {
      expected.forEach(
          (name, value) -> assertThat(result.json().get(name).asText()).isEqualTo(value));
    }
    assertThat(run.of("whoami", "--context", "prd", "--bucket", "line-b").out())
        .contains("line-b", "prd-t");
  }

  @Test
  void usualContextIsUsedIfNoPlaceIsNamed() throws IOException {
    Run run = configured(TWO);
    assertThat(run.of("whoami").out()).contains("context       dev", "bucket        dev-b");
    assertThat(run.with("VERSIONED_TABLE", "t").of("whoami").out())
        .contains("table         t")
        .doesNotContain("dev");
  }

  @Test
  void contextThatDoesNotExistIsRefused() throws IOException {
    Run.Result none = run().of("whoami", "--context", "prd");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("Cannot use context 'prd': there are none", "versioned/config");
    assertThat(configured(TWO).of("whoami", "--context", "prod").err()).contains("has dev, prd");
    Run.Result unused = configured("context: gone\n").of("whoami", "--bucket", "b", "--table", "t");
    assertThat(unused.code()).as(unused.err()).isZero();
    assertThat(configured("context: gone\n").of("whoami").err()).contains("context 'gone'");
    assertThat(configured("contexts:\n  prd: {tabel: t}\n").of("whoami").err())
        .contains("config:2", "'tabel'");
  }

  @Test
  void ownConfigFolderIsThatOfXdg() throws IOException {
    Path file = home.resolve("xdg/versioned/config");
    Files.createDirectories(file.getParent());
    Files.writeString(file, TWO);
    assertThat(run().with("XDG_CONFIG_HOME", "xdg").of("whoami").out()).contains("dev-b");
  }
}
