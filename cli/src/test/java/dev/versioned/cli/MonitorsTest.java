package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.VersionNumber;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The services that a rollout asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorsTest {
  @TempDir static Path directory;
  private LocalRepository local;
  private OneEndpoint endpoint;
  private HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "";

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Artifact app = local.repository().artifact("app");
    app.publish(Content.of("one"));
    app.publish(Content.of("two"));
  }

  @AfterAll
  void stop() {
    server.stop(0);
    endpoint.close();
    local.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Starts a rollout of a new alias, and ticks it once. */
  private Run.Result tick(String alias, String... options) {
    asked.clear();
    local.repository().artifact("app").alias(alias).pointTo(VersionNumber.of(1));
    assertThat(run("rollout", "start", "app", alias, "--to", "2", "--strategy", "AllAtOnce").code())
        .isZero();
    List<String> line = new ArrayList<>(List.of("rollout", "tick", "app", alias));
    line.addAll(List.of(options));
    return run(line.toArray(String[]::new));
  }

  private Run.Result run(String... args) {
    return new Run(directory)
        .with("VERSIONED_BUCKET", local.bucket())
        .with("VERSIONED_TABLE", local.table())
        .with("VERSIONED_ENDPOINT_URL", endpoint.url())
        .with("VERSIONED_GATE_AUTHORIZATION", "Bearer secret")
        .of(args);
  }

  @Test
  void addressDecidesByItsStatus() {
    status = 200;
    answer = "";
    Run.Result good = tick("GOOD", "--http", url() + "/health?version={version}");
    assertThat(good.code()).as(good.err()).isZero();
    assertThat(good.out()).startsWith("STEPPED");
    assertThat(asked).containsExactly("/health?version=2 Bearer secret");

    status = 503;
    Run.Result bad = tick("BAD", "--http", url());
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("ROLLED_BACK").contains("503");
  }

  @Test
  void valueOfAQueryIsBounded() {
    status = 200;
    answer =
        """
        {"status":"success","data":{"resultType":"vector",
          "result":[{"metric":{},"value":[1700000000,"0.031"]}]}}
        """;
    String[] query = {"--prometheus", url(), "--query", "errors{version=\"{version}\"}"};
    Run.Result bad = tick("QUERY", query[0], query[1], query[2], query[3], "--at-most", "0.01");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("ROLLED_BACK").contains("0.031");
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0)).startsWith("/api/v1/query").endsWith("Bearer secret");
    Run.Result good = tick("QUERY2", query[0], query[1], query[2], query[3], "--at-most", "0.05");
    assertThat(good.out()).startsWith("STEPPED");
  }

  /** The embedded servers know no alarms. */
  @Test
  void alarmThatCannotBeReadIsWhatTheOptionSays() {
    Run.Result waiting = tick("ALARM", "--alarm", "checkout-5xx", "--alarm", "checkout-slow");
    assertThat(waiting.code()).as(waiting.err()).isZero();
    Run.Result back = tick("ALARM2", "--alarm", "checkout-5xx", "--unreadable", "unhealthy");
    assertThat(back.code()).isEqualTo(1);
    assertThat(back.out()).contains("ROLLED_BACK");
  }

  @Test
  void outcomesOfTheFleetAreCompared() {
    assertThat(tick("OUTCOMES", "--outcomes").out()).startsWith("STEPPED");
    Run.Result waiting = run("rollout", "tick", "app", "OUTCOMES", "--outcomes");
    assertThat(waiting.code()).as(waiting.err()).isZero();
    assertThat(waiting.out()).contains("version 2 has served 0 of 100 requests");
    Run.Result none =
        run(
            "rollout",
            "tick",
            "app",
            "OUTCOMES",
            "--outcomes",
            "--outcome-rules",
            "least=0,shares=0.1");
    assertThat(none.out()).as(none.err()).startsWith("PROMOTED");
    Run.Result unknown = tick("OUTCOMES2", "--outcomes", "--outcome-rules", "speed=1");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("the rules are alpha, margin, groups, least, p99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--prometheus http://localhost",
        "--query up",
        "--at-most 1",
        "--prometheus http://localhost --query up --at-most 1 --at-least 0",
        "--http http://localhost --unreadable healthy",
        "--outcome-rules least=5",
        "--http nowhere"
      })
  void optionsThatDoNotFitAreRefused(String options) {
    Run.Result refused = run(("rollout tick app NONE " + options).split(" "));
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).startsWith("error: Cannot use ");
  }
}
