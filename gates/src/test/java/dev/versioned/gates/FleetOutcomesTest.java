package dev.versioned.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.OutcomeCounter;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that count and report, and a ticker without memory that asks the gate of the plan. */
class FleetOutcomesTest {
  private static final VersionNumber OLD = VersionNumber.of(1);
  private static final VersionNumber NEW = VersionNumber.of(2);

  /** A clock that the test sets. */
  private static final class TestClock extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-01-02T12:00:00Z"));

    void advance(Duration time) {
      now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final TestClock clock = new TestClock();
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final List<ArtifactRepository> repositories = new ArrayList<>();
  private final List<LiveAlias> processes = new ArrayList<>();
  private final Random random = new Random(42);
  private final Artifact artifact = open().artifact("checkout");
  private final AliasHandle alias = artifact.alias("LIVE");

  FleetOutcomesTest() {
    artifact.publish(Content.of("one"));
    artifact.publish(Content.of("two"));
    alias.pointTo(OLD);
  }

  @AfterEach
  void close() {
    processes.forEach(LiveAlias::close);
    repositories.forEach(ArtifactRepository::close);
  }

  /** A process's own view of the stores. */
  private ArtifactRepository open() {
    ArtifactRepository opened =
        ArtifactRepository.of(blobs, items, RepositorySettings.defaults().withClock(clock));
    repositories.add(opened);
    return opened;
  }

  private LiveAlias process(String name) {
    LiveAlias process =
        open()
            .artifact("checkout")
            .alias("LIVE")
            .watch(
                options ->
                    options
                        .every(Duration.ofHours(1))
                        .report(report -> report.as(name))
                        .countOutcomes());
    processes.add(process);
    return process;
  }

  private void start(String gate) {
    alias
        .rollout()
        .start(
            RolloutPlan.of(NEW, RolloutStrategy.parse("Linear20PercentEvery1Minute"))
                .withGate(gate));
  }

  /** Each process follows the alias, serves, and reports. */
  private void serve(int requests, double failsNew, double failsOld, long slowerNew) {
    for (LiveAlias process : processes) {
      process.refresh();
      OutcomeCounter outcomes = process.outcomes();
      for (int i = 0; i < requests; i++) {
        Version version = process.route("user-" + random.nextInt(100_000));
        boolean isNew = version.number().equals(NEW);
        long nanos = (1_000_000 + random.nextInt(9_000_000)) * (isNew ? slowerNew : 1);
        if (random.nextDouble() < (isNew ? failsNew : failsOld)) {
          outcomes.failed(version, nanos);
        } else {
          outcomes.succeeded(version, nanos);
        }
      }
      process.report();
    }
  }

  /** A ticker that was just started, as a function is. */
  private void tick() {
    clock.advance(Duration.ofSeconds(61));
    ArtifactRepository repository = open();
    repository.rolloutTicker().withGates(OutcomeGates.of(repository)).run();
  }

  private RolloutStatus status() {
    return alias.rollout().status();
  }

  private void run(double failsNew, double failsOld, long slowerNew) {
    for (int i = 0; i < 8 && !status().rollout().isOver(); i++) {
      tick();
      serve(1_500, failsNew, failsOld, slowerNew);
    }
  }

  private void threeProcesses() {
    process("a");
    process("b");
    process("c");
  }

  @Test
  void goodVersionIsPromoted() {
    threeProcesses();
    start("outcomes:shares=0.2,p99=1.2");
    run(0.02, 0.02, 1);
    assertThat(status().rollout().state()).isEqualTo(Rollout.State.PROMOTED);
    assertThat(alias.read().routing()).isEqualTo(Routing.to(NEW));
  }

  @Test
  void worseVersionIsTakenBackWithItsNumbers() {
    threeProcesses();
    start("outcomes");
    run(0.2, 0.02, 1);
    assertThat(status().rollout().state()).isEqualTo(Rollout.State.ROLLED_BACK);
    assertThat(status().rollout().reason()).contains("version 2 fails more than 1: failures ");
  }

  @Test
  void slowerVersionIsTakenBack() {
    threeProcesses();
    start("outcomes:p90=1.2");
    run(0.02, 0.02, 3);
    assertThat(status().rollout().state()).isEqualTo(Rollout.State.ROLLED_BACK);
    assertThat(status().rollout().reason()).contains("version 2 is slower than 1");
  }

  @Test
  void stepsAreComparedAlone() {
    threeProcesses();
    start("outcomes:by-step");
    run(0.3, 0.02, 1);
    assertThat(status().rollout().state()).isEqualTo(Rollout.State.ROLLED_BACK);
  }

  private Outcomes total(VersionNumber version) throws Exception {
    return FleetOutcomes.of(alias)
        .sinceStart()
        .read(status())
        .getOrDefault(version, Outcomes.of(0, 0));
  }

  @Test
  void endedProcessIsNeitherLostNorDoubled() throws Exception {
    threeProcesses();
    start("outcomes");
    tick();
    serve(100, 1, 0, 1);
    long before = total(NEW).requests() + total(OLD).requests();
    assertThat(before).isEqualTo(300);
    processes.remove(0).close();
    process("a");
    clock.advance(Duration.ofMinutes(10));
    assertThat(total(NEW).requests() + total(OLD).requests()).isEqualTo(300);
    serve(100, 1, 0, 1);
    assertThat(total(NEW).requests() + total(OLD).requests()).isEqualTo(600);
    assertThat(total(NEW).successes()).isZero();
    assertThat(total(OLD).failures()).isZero();
  }

  @Test
  void earlierRolloutOfTheVersionIsNotCounted() throws Exception {
    threeProcesses();
    start("outcomes");
    tick();
    serve(200, 1, 0, 1);
    processes.remove(0).close();
    assertThat(total(NEW).failures()).isPositive();
    alias.rollout().abort();
    start("outcomes");
    tick();
    assertThat(total(NEW)).isEqualTo(Outcomes.of(0, 0));
    assertThat(total(OLD)).isEqualTo(Outcomes.of(0, 0));
  }

  @Test
  void processWithoutPermissionToReportHasNoInfluence() throws Exception {
    threeProcesses();
    start("outcomes");
    tick();
    serve(100, 0, 0, 1);
    ForwardingItemStore readOnly =
        new ForwardingItemStore(items) {
          @Override
          public ItemWrite.Result write(String purpose, ItemWrite write) {
            throw BackendException.accessDenied("Cannot " + purpose + ": no permission", null);
          }
        };
    ArtifactRepository stranger =
        ArtifactRepository.of(blobs, readOnly, RepositorySettings.defaults().withClock(clock));
    repositories.add(stranger);
    LiveAlias reader =
        stranger.artifact("checkout").alias("LIVE").watch(w -> w.report().countOutcomes());
    processes.add(reader);
    reader.outcomes().failed(reader.alias().versions().get(NEW));
    assertThatThrownBy(reader::report).isInstanceOf(BackendException.class);
    assertThat(total(NEW).failures()).isZero();
  }

  @Test
  void lostRequestsAreASampleRatioMismatch() throws Exception {
    threeProcesses();
    start("outcomes:shares=0.1");
    tick();
    for (LiveAlias process : processes) {
      process.refresh();
      Version old = process.alias().versions().get(OLD);
      for (int i = 0; i < 2_000; i++) {
        process.outcomes().succeeded(old);
      }
      process.report();
    }
    HealthGate gate = OutcomeGates.gate(alias, "shares=0.1,least=0");
    assertThat(gate.check(status()))
        .isInstanceOf(Health.NotEnoughData.class)
        .asString()
        .contains("sample ratio mismatch");
  }

  @Test
  void fleetWithoutCountsIsNotEnoughData() throws Exception {
    start("outcomes");
    tick();
    assertThat(OutcomeGates.gate(alias, "").check(status()))
        .isEqualTo(Health.notEnoughData("version 2 has served 0 of 100 requests"));
  }

  @Test
  void rolloutOfMoreThanAWeekIsNotJudged() {
    threeProcesses();
    start("outcomes");
    tick();
    clock.advance(Duration.ofDays(8));
    assertThatIllegalStateException()
        .isThrownBy(() -> total(NEW))
        .withMessageContaining("counts are kept for 7 days");
  }

  @Test
  void rolloutOfAnotherAliasIsNotJudged() {
    start("outcomes");
    AliasHandle other = artifact.alias("OTHER");
    other.pointTo(OLD);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetOutcomes.of(other).sinceStart().read(status()))
        .withMessageContaining("checkout:OTHER");
  }

  @Test
  void otherNamesAreOtherGates() {
    OutcomeGates gates = OutcomeGates.of(repositories.get(0));
    assertThat(gates.find("outcomes")).isPresent();
    assertThat(
            gates.find(
                "outcomes:alpha=0.01,margin=0.001,groups=10,least=5,p99.9=1.5,shares=0.1,by-step"))
        .isPresent();
    assertThat(gates.find("outcomesX")).isEmpty();
    assertThat(gates.find("alarm:5xx")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpha=2",
        "alpha=x",
        "alpha",
        "margin=-1",
        "least=0.5",
        "p0=1.2",
        "p99=0.5",
        "shares=1",
        "by-step=1",
        "speed=1",
        "",
        "alpha=0.1,alpha=0.1",
        "alpha=0.1,",
        "groups=0",
        "p99=NaN"
      })
  void unknownRulesAreRefused(String rules) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutcomeGates.of(repositories.get(0)).find("outcomes:" + rules));
  }
}
