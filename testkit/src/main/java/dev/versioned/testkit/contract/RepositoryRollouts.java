package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasChange;
import dev.versioned.AliasHandle;
import dev.versioned.RolloutDriver;
import dev.versioned.RolloutHandle;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import dev.versioned.rollout.TickResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts, on a manual clock. */
abstract class RepositoryRollouts {
  private static final HealthGate OPEN = HealthGate.open();
  private static final RolloutStrategy CANARY =
      RolloutStrategy.parse("Canary10Percent5MinutesBake2Minutes");

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  abstract RepositoryFixture fixture();

  /** Returns the alias as seen by a process with its own clock. */
  private AliasHandle live() {
    return fixture()
        .another(SETTINGS.withClock(new SetClock(now)))
        .artifact(fixture().name())
        .alias("LIVE");
  }

  private RolloutHandle rollout() {
    return live().rollout();
  }

  private void minutes(long minutes) {
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(minutes)));
  }

  @BeforeEach
  void threeVersions() {
    fixture().publishMany(3);
    live().pointTo(number(1));
  }

  private Weight canary() {
    return live().read().routing().weightOf(number(2));
  }

  private void assertReferences(long one, long two) {
    assertThat(fixture().references(number(1))).as("references to 1").isEqualTo(one);
    assertThat(fixture().references(number(2))).as("references to 2").isEqualTo(two);
  }

  @Test
  void wholeCanaryIsPromotedAndUndoneAsOneChange() {
    rollout().start(RolloutPlan.of(number(2), CANARY), update -> update.reason("ticket 7"));
    assertReferences(1, 1);
    assertThat(canary()).isEqualTo(Weight.percent(0));
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.STEPPED);
    assertThat(canary()).isEqualTo(Weight.percent(10));
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.WAITED);
    minutes(5);
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.STEPPED);
    assertThat(canary()).isEqualTo(Weight.percent(100));
    assertThatThrownBy(() -> fixture().artifact().delete(number(1)))
        .isInstanceOf(VersionInUseException.class);
    minutes(2);
    TickResult end = rollout().tick(OPEN);
    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(end.status().rollout().state()).isEqualTo(Rollout.State.PROMOTED);
    assertThat(rollout().status()).isEqualTo(end.status());
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertReferences(0, 1);
    assertThat(live().ledger().map(LedgerEntry::action))
        .containsExactly(
            Action.PROMOTE,
            Action.ROLLOUT_STEP,
            Action.ROLLOUT_STEP,
            Action.ROLLOUT_START,
            Action.CREATE);
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void rolloutIsListedWhileItIsUnderWay() {
    rollout().start(RolloutPlan.of(number(2), CANARY).withGate("errors"));
    RolloutStatus started = rollout().status();
    assertListed(started);
    assertThat(started.rollout().plan().gate()).isEqualTo("errors");
    rollout().tick(OPEN);
    assertListed(rollout().status());
    rollout().pause();
    assertListed(rollout().status());
    live().describe("still rolling out");
    assertListed(rollout().status());
    live().pointTo(number(3));
    assertListed();
    rollout().start(number(1), RolloutStrategy.allAtOnce());
    assertListed(rollout().status());
    live().delete();
    assertListed();
  }

  @Test
  void tickerDrivesARolloutToItsEnd() {
    AliasHandle other = fixture().artifact().alias("OTHER");
    other.pointTo(number(1));
    rollout().start(RolloutPlan.of(number(2), CANARY).withGate(gate()));
    other.rollout().start(number(2), CANARY);
    for (Outcome outcome : List.of(Outcome.STEPPED, Outcome.STEPPED, Outcome.PROMOTED)) {
      assertListed(rollout().status(), other.rollout().status());
      assertThat(ticks()).containsExactly(outcome);
      minutes(5);
    }
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(other.read().routing().weightOf(number(2))).isEqualTo(Weight.percent(0));
    assertListed(other.rollout().status());
    assertThat(ticks()).isEmpty();
    other.rollout().abort();
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  /** Returns a gate for the rollouts of this test alone: others may share the table. */
  private String gate() {
    return "gate-of-" + fixture().name();
  }

  /** Ticks all rollouts, and returns the outcomes of those of this test. */
  private List<Outcome> ticks() {
    return fixture()
        .another(SETTINGS.withClock(new SetClock(now)))
        .rolloutTicker()
        .withGates(HealthGates.of(Map.of(gate(), OPEN)))
        .run()
        .ticks()
        .stream()
        .filter(result -> result.status().alias().artifact().equals(fixture().name()))
        .map(TickResult::outcome)
        .toList();
  }

  /** Waits until exactly these rollouts of this test's artifact are listed: the list may lag. */
  private void assertListed(RolloutStatus... expected) {
    RepositoryFixture.await(
        "the rollouts " + List.of(expected) + " are listed",
        () -> listed().size() == expected.length);
    assertThat(listed()).containsExactlyInAnyOrder(expected);
  }

  private List<RolloutStatus> listed() {
    return fixture()
        .another(SETTINGS)
        .rollouts()
        .filter(status -> status.alias().artifact().equals(fixture().name()))
        .toList();
  }

  @Test
  void stepsHaveTheNumbersOfTheirGate() {
    rollout().start(number(2), CANARY);
    rollout().tick(status -> Health.notEnoughData("no requests yet"));
    minutes(5);
    rollout().tick(status -> Health.healthy("5xx at 0.2 %"));
    minutes(5);
    rollout().tick(OPEN);
    List<String> reasons = live().ledger().limit(3).map(LedgerEntry::reason).toList();
    assertThat(reasons.get(2)).endsWith("version 2 at 10%; not enough data: no requests yet");
    assertThat(reasons.get(1)).endsWith("version 2 at 100%; healthy: 5xx at 0.2 %");
    assertThat(reasons.get(0)).endsWith(" is over");
  }

  @Test
  void unhealthyCanaryGoesBackInOneTickWithAReason() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    TickResult result = rollout().tick(status -> Health.unhealthy("5xx at 3.1 %"));
    assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
    assertReferences(1, 0);
    LedgerEntry row = live().ledger().findFirst().orElseThrow();
    assertThat(row.action()).isEqualTo(Action.ROLLBACK);
    assertThat(row.reason()).isEqualTo("rollout of version 2 rolled back: unhealthy: 5xx at 3.1 %");
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.OVER);
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void pausedResumedAndAborted() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    rollout().pause();
    minutes(60);
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.WAITED);
    rollout().resume();
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.WAITED);
    rollout().abort();
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(rollout().status().rollout().state()).isEqualTo(Rollout.State.ROLLED_BACK);
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void manualMoveEndsTheRollout() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    live().pointTo(number(3));
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.OVER);
    assertThat(rollout().status().rollout().state()).isEqualTo(Rollout.State.SUPERSEDED);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(3)));
    assertReferences(0, 0);
  }

  @Test
  void tickersAtOnceMakeOneStep() {
    rollout().start(number(2), RolloutStrategy.parse("Linear20PercentEvery1MinuteBake1Minute"));
    for (int step = 1; step <= 5; step++) {
      List<Outcome> outcomes = Race.run(8, i -> rollout().tick(OPEN).outcome());
      assertThat(outcomes).containsOnlyOnce(Outcome.STEPPED);
      assertThat(canary()).isEqualTo(Weight.percent(20 * step));
      minutes(1);
    }
    List<Outcome> outcomes = Race.run(8, i -> rollout().tick(OPEN).outcome());
    assertThat(outcomes).containsOnlyOnce(Outcome.PROMOTED);
    assertThat(live().read().revision()).isEqualTo(8);
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void driversInSeveralThreadsBringARolloutToItsEnd() throws InterruptedException {
    HealthGate gate =
        status -> {
          minutes(1);
          return Health.healthy();
        };
    rollout().start(number(2), CANARY);
    try (RolloutDriver one = RolloutDriver.of(rollout(), gate).every(Duration.ofMillis(5)).start();
        RolloutDriver two = RolloutDriver.of(rollout(), gate).every(Duration.ofMillis(5)).start()) {
      assertThat(one.awaitEnd().rollout().state()).isEqualTo(Rollout.State.PROMOTED);
      assertThat(two.awaitEnd().rollout().state()).isEqualTo(Rollout.State.PROMOTED);
    }
    assertThat(live().ledger().filter(row -> row.action() == Action.ROLLOUT_STEP)).hasSize(2);
  }

  @Test
  void rollbackAfterAMoveThatEndedARolloutGoesBeforeIt() {
    live().pointTo(number(3));
    rollout().start(number(2), RolloutStrategy.parse("Linear25PercentEvery10Minutes"));
    rollout().tick(OPEN);
    live().pointTo(number(1));
    assertThat(live().rollbacks())
        .containsExactly(
            new EarlierRouting(2, Routing.to(number(3))),
            new EarlierRouting(1, Routing.to(number(1))));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(3)));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void moveBackToWhereARolloutBeganIsNoChange() {
    live().pointTo(number(3));
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    live().pointTo(number(3));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void laterRollbackNeverLandsInARollout() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    live().weigh(number(2), Weight.percent(50));
    live().pointTo(number(3));
    Routing byHand = Routing.split(number(1), number(2), Weight.percent(50));
    assertThat(live().rollback().routing()).isEqualTo(byHand);
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
  }

  @Test
  void moveReportsTheRolloutItEnded() {
    RolloutStatus started = rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    List<AliasChange> changes = new ArrayList<>();
    live().describe("no move");
    live().pointTo(number(3), update -> update.onChanged(changes::add));
    live().pointTo(number(1), update -> update.onChanged(changes::add));
    assertThat(changes).hasSize(2);
    Rollout ended = changes.get(0).endedRollout().orElseThrow();
    assertThat(ended.id()).isEqualTo(started.rollout().id());
    assertThat(ended.state()).isEqualTo(Rollout.State.RUNNING);
    assertThat(ended.step()).isEqualTo(1);
    assertThat(changes.get(0).entry()).isEqualTo(live().ledger().skip(1).findFirst().orElseThrow());
    assertThat(changes.get(1).endedRollout()).isEmpty();
  }

  @Test
  void statusReportsALaterMoveOfTheAlias() {
    rollout().start(number(2), RolloutStrategy.allAtOnce());
    rollout().tick(OPEN);
    rollout().tick(OPEN);
    assertThat(rollout().status().hasMovedSince()).isFalse();
    assertThat(rollout().status()).asString().contains("PROMOTED: version 2 at 100%");
    live().rollback();
    assertThat(rollout().status().hasMovedSince()).isTrue();
    assertThat(rollout().status())
        .asString()
        .contains("PROMOTED: version 2, ")
        .doesNotContain("at 100%,")
        .contains("the alias has moved since, and serves 1=100%; alias at revision 5");
  }

  @Test
  void reasonOfAnAbortIsTheRolloutsReason() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    rollout().abort(update -> update.reason("wrong build"));
    assertThat(rollout().status().rollout().reason()).isEqualTo("aborted: wrong build");
  }
}
