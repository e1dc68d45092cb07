package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks of a health endpoint. */
class HttpCheckTest {
  private final Server server = new Server();
  private final RolloutStatus status = Rollouts.canary();

  @AfterEach
  void close() {
    server.close();
  }

  private HttpCheck.Builder gate() {
    return HttpCheck.builder(server.url() + "/health");
  }

  private Health check(HttpCheck.Builder gate) throws InterruptedException {
    return gate.build().check(status);
  }

  @Test
  void successIsHealthy() throws InterruptedException {
    server.answer(204, "");
    assertThat(check(gate())).isInstanceOf(Health.Healthy.class);
    server.answer(200, "fine");
    assertThat(check(gate())).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void otherStatusIsWhatWasChosen() throws InterruptedException {
    server.answer(503, "");
    assertThat(check(gate()))
        .isEqualTo(Health.unhealthy("HTTP check of " + server.url() + "/health: status 503"));
    assertThat(check(gate().whenOtherStatus(Verdict.NOT_ENOUGH_DATA)))
        .isInstanceOf(Health.NotEnoughData.class);
    server.answer(302, "");
    assertThat(check(gate())).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void bodyWithHealthDecides() throws InterruptedException {
    server.answer(200, "{\"health\":\"unhealthy\",\"reason\":\"5xx at 3 %\"}");
    assertThat(check(gate())).isEqualTo(Health.unhealthy("5xx at 3 %"));
    server.answer(200, "{\"health\":\"not-enough-data\",\"reason\":\"12 requests\"}");
    assertThat(check(gate())).isEqualTo(Health.notEnoughData("12 requests"));
    server.answer(200, "{\"health\":\"healthy\"}");
    assertThat(check(gate())).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void failedStatusTakesReasonFromBody() throws InterruptedException {
    server.answer(503, "{\"health\":\"unhealthy\",\"reason\":\"no database\"}");
    assertThat(check(gate())).isEqualTo(Health.unhealthy("no database"));
    server.answer(503, "{\"health\":\"healthy\"}");
    assertThat(check(gate())).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void unknownHealthIsUnreadable() throws InterruptedException {
    server.answer(200, "{\"health\":\"great\"}");
    assertThat(check(gate())).asString().startsWith("not enough data").contains("'great'");
  }

  @Test
  void expectedValueIsHealthy() throws InterruptedException {
    server.answer(200, "{\"status\":\"UP\",\"db\":{\"ok\":true}}");
    assertThat(check(gate().expect("/status", "UP"))).isInstanceOf(Health.Healthy.class);
    assertThat(check(gate().expect("/db/ok", "true"))).isInstanceOf(Health.Healthy.class);
    assertThat(check(gate().expect("/status", "DOWN")))
        .asString()
        .endsWith("/status is UP, not DOWN");
  }

  @Test
  void missingValueIsUnreadable() throws InterruptedException {
    server.answer(200, "{\"status\":{}}");
    assertThat(check(gate().expect("/status", "UP")))
        .asString()
        .startsWith("not enough data")
        .contains("no value at /status");
    server.answer(200, "fine");
    assertThat(check(gate().expect("/status", "UP").whenUnreadable(Verdict.UNHEALTHY)))
        .asString()
        .startsWith("unhealthy")
        .contains("not JSON");
  }

  @Test
  void placeholdersAndQueryReachTheServerOnly() throws InterruptedException {
    server.answer(500, "");
    Health health =
        HttpCheck.builder(server.url() + "/{artifact}/{version}?token=s3cret&from={from}")
            .build()
            .check(status);
    assertThat(server.last().path()).isEqualTo("/checkout/2");
    assertThat(server.last().query()).isEqualTo("token=s3cret&from=1");
    assertThat(health.toString()).doesNotContain("s3cret");
  }

  @Test
  void pointerWithoutSlashIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gate().expect("status", "UP"))
        .withMessageContaining("write /status");
  }
}
