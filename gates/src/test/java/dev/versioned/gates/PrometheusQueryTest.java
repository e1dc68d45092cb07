package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instant queries of Prometheus's API. */
class PrometheusQueryTest {
  private static final Bound ONE_PERCENT = Bound.atMost(0.01);

  private final Server server = new Server();
  private final RolloutStatus status = Rollouts.canary();

  @AfterEach
  void close() {
    server.close();
  }

  private PrometheusQuery.Builder gate() {
    return PrometheusQuery.builder(server.url(), "errors", ONE_PERCENT);
  }

  private Health check(PrometheusQuery.Builder gate) throws InterruptedException {
    return gate.build().check(status);
  }

  private void vector(String... values) {
    StringBuilder series = new StringBuilder();
    for (String value : values) {
      series.append(series.isEmpty() ? "" : ",");
      series.append("{\"metric\":{\"pod\":\"p").append(value);
      series.append("\"},\"value\":[1767225600.1,\"").append(value).append("\"]}");
    }
    server.answer(
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + series
            + "]}}");
  }

  @Test
  void valueWithinBoundIsHealthy() throws InterruptedException {
    vector("0.01");
    assertThat(check(gate())).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void valueOutsideBoundIsUnhealthy() throws InterruptedException {
    vector("0.031");
    assertThat(check(gate()))
        .isEqualTo(Health.unhealthy("Prometheus {\"pod\":\"p0.031\"}: 0.031 is not at most 0.01"));
  }

  @Test
  void everySeriesMustKeepTheBound() throws InterruptedException {
    vector("0", "NaN", "0.5");
    assertThat(check(gate())).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void nanIsNotEnoughData() throws InterruptedException {
    vector("0", "NaN");
    assertThat(check(gate())).isInstanceOf(Health.NotEnoughData.class);
  }

  @Test
  void infinityIsCompared() throws InterruptedException {
    vector("+Inf");
    assertThat(check(gate())).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void noSeriesIsWhatWasChosen() throws InterruptedException {
    vector();
    assertThat(check(gate())).isInstanceOf(Health.NotEnoughData.class);
    assertThat(check(gate().whenEmpty(Verdict.HEALTHY))).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void scalarIsCompared() throws InterruptedException {
    server.answer(
        200, "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"2\"]}}");
    assertThat(check(gate())).isEqualTo(Health.unhealthy("Prometheus: 2.0 is not at most 0.01"));
  }

  @Test
  void booleanIsTrueAboveZero() throws InterruptedException {
    PrometheusQuery gate =
        PrometheusQuery.builder(server.url(), "up == bool 1", Bound.isTrue()).build();
    vector("1");
    assertThat(gate.check(status)).isInstanceOf(Health.Healthy.class);
    vector("0");
    assertThat(gate.check(status)).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void boundsCompareAsNamed() {
    assertThat(Bound.atMost(1).holds(1)).isTrue();
    assertThat(Bound.below(1).holds(1)).isFalse();
    assertThat(Bound.atLeast(1).holds(1)).isTrue();
    assertThat(Bound.above(1).holds(1)).isFalse();
    assertThat(Bound.atMost(1).holds(Double.NaN)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Bound.atMost(Double.NaN));
  }

  @Test
  void matrixIsUnreadable() throws InterruptedException {
    server.answer(
        200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");
    assertThat(check(gate())).asString().contains("'matrix'; query a vector or a scalar");
  }

  @Test
  void histogramIsUnreadable() throws InterruptedException {
    server.answer(
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
            + "\"histogram\":[1,{\"count\":\"1\"}]}]}}");
    assertThat(check(gate())).asString().contains("query numbers, not histograms");
  }

  @Test
  void errorIsUnreadableWithItsText() throws InterruptedException {
    server.answer(
        400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:3: parse error\"}");
    assertThat(check(gate()))
        .asString()
        .startsWith("not enough data: Prometheus at " + server.url())
        .contains("status 400: 1:3: parse error");
    assertThat(check(gate().whenUnreadable(Verdict.UNHEALTHY)))
        .isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void otherBodyIsUnreadable() throws InterruptedException {
    server.answer(502, "<html>Bad Gateway</html>");
    assertThat(check(gate())).asString().contains("status 502, not JSON");
  }

  @Test
  void queryIsEncodedAndPathKept() throws InterruptedException {
    vector("0");
    PrometheusQuery.builder(server.url() + "/prom/", "a{b=\"c d&e+\"} > 0", ONE_PERCENT)
        .build()
        .check(status);
    assertThat(server.last().path()).isEqualTo("/prom/api/v1/query");
    assertThat(server.last().query()).isEqualTo("query=a{b=\"c d&e+\"} > 0");
  }

  @Test
  void placeholdersAreTheRolloutsValues() throws InterruptedException {
    vector("0");
    PrometheusQuery.builder(
            server.url(),
            "e{a=\"{artifact}:{alias}\",v='{version}'} / e{v=\"{from}\"}",
            ONE_PERCENT)
        .build()
        .check(status);
    assertThat(server.last().query()).isEqualTo("query=e{a=\"checkout:LIVE\",v='2'} / e{v=\"1\"}");
  }

  @Test
  void valuesCannotLeaveTheirQuotes() {
    assertThat(Placeholders.inPromQl("a\"} or vector(0) #\\'\n"))
        .isEqualTo("a\\x22} or vector(0) #\\x5c\\x27\\x0a");
  }

  @Test
  void placeholdersOutsideQuotesAreRefused() {
    for (String query :
        new String[] {
          "{version}",
          "a{v=`{version}`}",
          "a{v=\"x\"} > {version}",
          "a{v=\"\\\"\"} {alias}",
          "a # \"\n + {alias}",
          "a{v=\"\\{version}\"}"
        }) {
      assertThatIllegalArgumentException()
          .as(query)
          .isThrownBy(() -> PrometheusQuery.builder(server.url(), query, ONE_PERCENT))
          .withMessageContaining("quotes");
    }
    PrometheusQuery.builder(server.url(), "a{v=\"\\\\\", w='{alias}'} # {", ONE_PERCENT);
  }

  @Test
  void headerIsSentAndInNoMessage() throws InterruptedException {
    PrometheusQuery gate = gate().header("Authorization", "Bearer s3cret").build();
    server.answer(401, "");
    assertThat(gate.check(status).toString() + gate).doesNotContain("s3cret");
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer s3cret");
  }

  @Test
  void refusedHeaderIsNotShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gate().header("Authorization", "s3cret\n"))
        .withMessageContaining("Authorization")
        .matches(e -> !e.getMessage().contains("s3cret") && e.getCause() == null);
  }

  @Test
  void redirectIsNotFollowed() throws InterruptedException {
    server.answer(
        exchange ->
            Server.send(exchange, 302, Map.of("Location", server.url() + "/other"), new byte[0]));
    assertThat(check(gate().header("Authorization", "Bearer s3cret")))
        .asString()
        .contains("status 302");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void largeAnswerIsUnreadable() throws InterruptedException {
    server.answer(200, " ".repeat(HttpFetch.LARGEST + 1));
    assertThat(check(gate())).asString().contains("more than 1048576 bytes");
  }

  @Test
  void slowBodyEndsAtTimeout() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            end.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(check(gate().timeout(Duration.ofMillis(200))))
        .asString()
        .contains("no answer within PT0.2S");
    end.countDown();
  }

  @Test
  void closedPortIsUnreadable() throws InterruptedException {
    PrometheusQuery gate =
        PrometheusQuery.builder("http://127.0.0.1:" + freePort(), "up", ONE_PERCENT).build();
    assertThat(gate.check(status)).asString().contains("cannot connect");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void interruptedCheckThrows() {
    vector("0");
    PrometheusQuery gate = gate().build();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> gate.check(status)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void urlsThatCannotBeAskedAreRefused() {
    for (String url :
        new String[] {
          "prometheus:9090",
          "ftp://host",
          "http://user:s3cret@host",
          "http://host/?a=s3cret",
          "http://host s3cret"
        }) {
      assertThatIllegalArgumentException()
          .as(url)
          .isThrownBy(() -> PrometheusQuery.builder(url, "up", ONE_PERCENT))
          .withMessageStartingWith("Cannot use the URL")
          .matches(e -> !e.getMessage().contains("s3cret"));
    }
  }

  @Test
  void timeoutsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> gate().timeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> gate().timeout(Duration.ofHours(2)));
  }
}
