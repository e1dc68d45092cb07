package dev.versioned.gates;

import static dev.versioned.gates.Rollouts.NEW;
import static dev.versioned.gates.Rollouts.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.RolloutHandle;
import dev.versioned.model.Target;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The gate over outcomes, on real rollouts. */
class OutcomeGateTest {
  private static final List<Duration> BOUNDS = List.of(Duration.ofMillis(100));

  private final RolloutStatus status = Rollouts.canary();
  private final AtomicReference<Map<Target, Outcomes>> totals = new AtomicReference<>(Map.of());

  private void totals(Outcomes canary, Outcomes stable) {
    totals.set(Map.of(NEW, canary, OLD, stable));
  }

  private OutcomeGate.Builder gate() {
    return OutcomeGate.builder(s -> totals.get());
  }

  private Health check(OutcomeGate.Builder gate) throws Exception {
    return gate.build().check(status);
  }

  @Test
  void sameRatesAreHealthy() throws Exception {
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    assertThat(check(gate())).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void worseRateIsUnhealthyWithItsNumbers() throws Exception {
    totals(Outcomes.of(900, 100), Outcomes.of(8_910, 90));
    assertThat(check(gate()))
        .asString()
        .startsWith(
            "unhealthy: version 2 fails more than 1: failures 10 % (100 of 1,000), before 1 %"
                + " (90 of 9,000): difference ")
        .hasSizeLessThan(240);
  }

  @Test
  void worseRateIsUnhealthyBeforeTheLeastRequests() throws Exception {
    totals(Outcomes.of(0, 30), Outcomes.of(9_000, 9));
    assertThat(check(gate())).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void fewRequestsAreNotEnoughData() throws Exception {
    assertThat(check(gate()))
        .isEqualTo(Health.notEnoughData("version 2 has served 0 of 100 requests"));
    totals(Outcomes.of(500, 0), Outcomes.of(50, 0));
    assertThat(check(gate()))
        .isEqualTo(Health.notEnoughData("version 1 has served 50 of 100 requests"));
    assertThat(check(gate().leastRequests(50))).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void smallerTotalsAreNotEnoughData() throws Exception {
    OutcomeGate gate = gate().build();
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    assertThat(gate.check(status)).isInstanceOf(Health.Healthy.class);
    totals(Outcomes.of(0, 100), Outcomes.of(8_910, 90));
    assertThat(gate.check(status))
        .isEqualTo(Health.notEnoughData("the totals are smaller than before"));
    totals(Outcomes.of(991, 10), Outcomes.of(8_910, 90));
    assertThat(gate.check(status)).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void otherRolloutHasTotalsOfItsOwn() throws Exception {
    OutcomeGate gate = gate().build();
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    gate.check(status);
    totals(Outcomes.of(200, 0), Outcomes.of(800, 0));
    assertThat(gate.check(Rollouts.canary())).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void slowerVersionIsUnhealthy() throws Exception {
    totals(
        Outcomes.of(1_000, 0).withLatencies(Latencies.of(BOUNDS, 900, 100)),
        Outcomes.of(9_000, 0).withLatencies(Latencies.of(BOUNDS, 8_990, 10)));
    assertThat(check(gate())).isInstanceOf(Health.Healthy.class);
    assertThat(check(gate().latencies(0.99, 1)))
        .asString()
        .startsWith("unhealthy: version 2 is slower than 1: p99 above 100 ms");
  }

  @Test
  void missingLatenciesAreNotEnoughData() throws Exception {
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    assertThat(check(gate().latencies(0.99, 1)))
        .isEqualTo(Health.notEnoughData("latencies are missing"));
  }

  @Test
  void wrongShareIsWhatWasChosen() throws Exception {
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    RequestSource half = s -> Map.of(NEW, 5_000L, OLD, 5_000L);
    assertThat(check(gate().sampleRatio(half, 0.1, Verdict.UNHEALTHY)))
        .asString()
        .startsWith("unhealthy: sample ratio mismatch: share 50 % (5,000 of 10,000 requests)");
    assertThat(check(gate().sampleRatio(half, 0.1, Verdict.NOT_ENOUGH_DATA)))
        .isInstanceOf(Health.NotEnoughData.class);
    RequestSource tenth = s -> Map.of(NEW, 1_000L, OLD, 9_000L);
    assertThat(check(gate().sampleRatio(tenth, 0.1, Verdict.UNHEALTHY)))
        .isInstanceOf(Health.Healthy.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gate().sampleRatio(tenth, 0.1, Verdict.HEALTHY));
  }

  @Test
  void wrongShareOutweighsMissingLatencies() throws Exception {
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    RequestSource half = s -> Map.of(NEW, 5_000L, OLD, 5_000L);
    assertThat(check(gate().latencies(0.99, 1).sampleRatio(half, 0.1, Verdict.UNHEALTHY)))
        .isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void sharesAreNotComparedWithoutASplit() throws Exception {
    totals(Outcomes.of(990, 10), Outcomes.of(8_910, 90));
    OutcomeGate gate =
        gate()
            .sampleRatio(
                s -> {
                  throw new IOException("must not be read");
                },
                0.1,
                Verdict.UNHEALTHY)
            .build();
    RolloutHandle rollout = Rollouts.started("AllAtOnce");
    assertThat(gate.check(rollout.status())).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void eachStepIsComparedAlone() throws Exception {
    OutcomeGate gate = gate().byStep().build();
    RolloutHandle rollout = Rollouts.started("Linear40PercentEvery1MinuteBake1Minute");
    rollout.tick(HealthGate.open());
    totals(Outcomes.of(3_960, 40), Outcomes.of(5_940, 60));
    assertThat(gate.check(rollout.status())).isInstanceOf(Health.Healthy.class);
    totals(Outcomes.of(3_000, 0), Outcomes.of(5_940, 60));
    assertThat(gate.check(rollout.status())).isInstanceOf(Health.NotEnoughData.class);
    totals(Outcomes.of(3_500, 500), Outcomes.of(5_940, 60));
    assertThat(gate().byStep().build().check(rollout.status()))
        .asString()
        .contains("fails more", "(alpha 0.025)");
  }

  @Test
  void fullTrafficIsNotComparedByStep() throws Exception {
    totals(Outcomes.of(0, 5_000), Outcomes.of(0, 0));
    assertThat(gate().byStep().build().check(full("Canary10Percent5MinutesBake1Minute", 2)))
        .isInstanceOf(Health.Healthy.class);
    assertThat(gate().byStep().build().check(full("AllAtOnceBake1Minute", 1)))
        .isInstanceOf(Health.NotEnoughData.class);
  }

  /** Returns a rollout after its last step. */
  private static RolloutStatus full(String strategy, int step) {
    RolloutStatus started = Rollouts.started(strategy).status();
    Rollout r = started.rollout();
    return new RolloutStatus(
        started.alias(),
        new Rollout(
            r.id(),
            r.plan(),
            r.from(),
            r.fromRevision(),
            r.fromRollbackRevision(),
            Rollout.State.BAKING,
            step,
            r.dueAt(),
            r.startedAt(),
            r.changedAt(),
            "",
            r.startedBy(),
            r.approvedStep()));
  }

  @Test
  void failedSourceThrows() {
    OutcomeGate gate =
        OutcomeGate.builder(
                s -> {
                  throw new IOException("no metrics");
                })
            .build();
    assertThatThrownBy(() -> gate.check(status)).isInstanceOf(IOException.class);
  }

  @Test
  void worseVersionIsRolledBackWithTheReasonInTheLedger() {
    RolloutHandle rollout = Rollouts.started("Canary10Percent5Minutes");
    HealthGate gate = gate().build();
    assertThat(rollout.tick(gate).outcome()).isEqualTo(TickResult.Outcome.STEPPED);
    totals(Outcomes.of(900, 100), Outcomes.of(8_910, 90));
    assertThat(rollout.tick(gate).outcome()).isEqualTo(TickResult.Outcome.ROLLED_BACK);
    assertThat(rollout.status().rollout().reason()).contains("10 % (100 of 1,000)", "alpha");
  }
}
