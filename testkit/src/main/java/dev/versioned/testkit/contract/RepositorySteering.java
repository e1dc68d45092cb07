package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.RolloutHandle;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.MoveRefusedException.Reason;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout.State;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import dev.versioned.rollout.TickResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts that people advance and approve, on a manual clock. */
abstract class RepositorySteering {
  private static final HealthGate OPEN = HealthGate.open();
  private static final RolloutStrategy LINEAR =
      RolloutStrategy.parse("Linear25PercentEvery10MinutesBake1Hour");
  private static final RolloutStrategy WAITING =
      LINEAR.waitAt(Weight.percent(50), Weight.percent(100));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  abstract RepositoryFixture fixture();

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
  void twoVersions() {
    fixture().publishMany(2);
    live().pointTo(number(1));
  }

  private void assertAt(int percent) {
    assertThat(live().read().routing().weightOf(number(2))).isEqualTo(Weight.percent(percent));
  }

  private LedgerEntry lastRow() {
    return live().ledger().findFirst().orElseThrow();
  }

  private Outcome tick() {
    return rollout().tick(OPEN).outcome();
  }

  private void tickTo(int percent) {
    while (!live().read().routing().weightOf(number(2)).equals(Weight.percent(percent))) {
      assertThat(tick()).isEqualTo(Outcome.STEPPED);
      minutes(10);
    }
  }

  private static void assertRefused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MoveRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void advanceMakesTheNextStepBeforeItIsDue() {
    rollout().start(number(2), LINEAR);
    rollout().advance();
    assertAt(25);
    rollout().advance(update -> update.by("ada").reason("looks well"));
    assertAt(50);
    assertThat(lastRow().action()).isEqualTo(Action.ROLLOUT_ADVANCE);
    assertThat(lastRow().by()).isEqualTo("ada");
    assertThat(lastRow().reason()).isEqualTo("looks well");
    minutes(9);
    assertThat(tick()).isEqualTo(Outcome.WAITED);
    minutes(1);
    assertThat(tick()).isEqualTo(Outcome.STEPPED);
    assertAt(75);
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void advanceAfterTheLastStepPromotes() {
    rollout().start(number(2), RolloutStrategy.parse("AllAtOnceBake1Day"));
    rollout().advance();
    assertThat(rollout().status().rollout().state()).isEqualTo(State.BAKING);
    rollout().advance();
    assertThat(rollout().status().rollout().state()).isEqualTo(State.PROMOTED);
    assertThat(lastRow().action()).isEqualTo(Action.PROMOTE);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
  }

  @Test
  void advanceToTheEndPromotesInOneMove() {
    rollout().start(number(2), LINEAR);
    tickTo(25);
    long revision = live().read().revision();
    assertThat(rollout().advanceToEnd().rollout().state()).isEqualTo(State.PROMOTED);
    assertThat(live().read().revision()).isEqualTo(revision + 1);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(lastRow().action()).isEqualTo(Action.PROMOTE);
    assertThat(lastRow().reason()).isEqualTo("rollout advanced");
    assertThat(tick()).isEqualTo(Outcome.OVER);
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void advanceWithoutARolloutOrWhilePausedIsRefused() {
    assertThatThrownBy(() -> rollout().advance()).isInstanceOf(NotFoundException.class);
    rollout().start(number(2), LINEAR);
    rollout().pause();
    assertRefused(() -> rollout().advance(), Reason.PAUSED);
    assertRefused(() -> rollout().advanceToEnd(), Reason.PAUSED);
    assertAt(0);
    rollout().abort();
    assertThatThrownBy(() -> rollout().advance()).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> rollout().advanceToEnd()).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> rollout().approve()).isInstanceOf(NotFoundException.class);
  }

  @Test
  void advancesAtOnceMakeOneStepEach() {
    rollout().start(number(2), RolloutStrategy.parse("Linear5PercentEvery1Hour"));
    long revision = live().read().revision();
    List<Boolean> made =
        Race.run(
            4,
            i -> {
              try {
                rollout().advance(update -> update.expectRevision(revision));
                return true;
              } catch (RevisionConflictException e) {
                return false;
              }
            });
    assertThat(made).containsOnlyOnce(true);
    assertAt(5);
  }

  @Test
  void repeatedAdvanceUnderAKeyMakesOneStep() {
    rollout().start(number(2), RolloutStrategy.parse("AllAtOnceBake1Day"));
    rollout().advance(update -> update.idempotencyKey("job-7"));
    rollout().advance(update -> update.idempotencyKey("job-7"));
    assertThat(rollout().status().rollout().state()).isEqualTo(State.BAKING);
    assertAt(100);
  }

  @Test
  void rolloutWaitsForAnApprovalHoweverLate() {
    rollout().start(number(2), WAITING);
    tickTo(50);
    minutes(60 * 24 * 30);
    TickResult waited = rollout().tick(OPEN);
    assertThat(waited.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(waited.detail()).isEqualTo("waits for an approval at 50%");
    assertThat(waited.status()).asString().contains("waits for an approval at 50%");
    assertThat(waited.status().rollout().isAwaitingApproval()).isTrue();
    rollout().approve(update -> update.by("ada").reason("numbers are right"));
    assertThat(lastRow().action()).isEqualTo(Action.ROLLOUT_APPROVE);
    assertThat(lastRow().by()).isEqualTo("ada");
    assertThat(lastRow().reason()).isEqualTo("numbers are right");
    assertAt(50);
    assertThat(tick()).isEqualTo(Outcome.STEPPED);
    assertAt(75);
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void promotionWaitsForTheApprovalOfTheLastStep() {
    rollout().start(number(2), WAITING);
    tickTo(50);
    rollout().approve();
    tickTo(100);
    minutes(60);
    assertThat(tick()).isEqualTo(Outcome.WAITED);
    assertRefused(() -> rollout().advance(), Reason.APPROVAL_MISSING);
    assertRefused(() -> rollout().advanceToEnd(), Reason.APPROVAL_MISSING);
    assertThat(rollout().status().rollout().state()).isEqualTo(State.BAKING);
    rollout().approve();
    assertThat(tick()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void advancePassesNoWait() {
    rollout().start(number(2), WAITING);
    assertRefused(() -> rollout().advanceToEnd(), Reason.APPROVAL_MISSING);
    rollout().advance();
    rollout().advance();
    assertAt(50);
    assertRefused(() -> rollout().advance(), Reason.APPROVAL_MISSING);
    assertRefused(() -> rollout().advanceToEnd(), Reason.APPROVAL_MISSING);
    assertAt(50);
    rollout().approve();
    assertRefused(() -> rollout().advanceToEnd(), Reason.APPROVAL_MISSING);
    rollout().advance();
    assertAt(75);
  }

  @Test
  void approvedRolloutMayBeAdvancedToItsEnd() {
    rollout().start(number(2), LINEAR.waitAt(Weight.percent(25)));
    tickTo(25);
    rollout().approve();
    assertThat(rollout().advanceToEnd().rollout().state()).isEqualTo(State.PROMOTED);
  }

  @Test
  void unhealthyRolloutGoesBackWhileItWaits() {
    rollout().start(number(2), WAITING);
    tickTo(50);
    assertThat(rollout().tick(status -> Health.unhealthy("5xx")).outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
  }

  @Test
  void onlyAWeightThatWaitsCanBeApproved() {
    rollout().start(number(2), WAITING);
    assertRefused(() -> rollout().approve(), Reason.NOTHING_TO_APPROVE);
    tickTo(50);
    rollout().approve();
    long revision = live().read().revision();
    assertThat(rollout().approve().rollout().approvedStep()).isEqualTo(2);
    assertThat(live().read().revision()).isEqualTo(revision);
    tickTo(75);
    assertRefused(() -> rollout().approve(), Reason.NOTHING_TO_APPROVE);
  }

  @Test
  void pausedRolloutIsApprovedAndKeepsItsTime() {
    rollout().start(number(2), WAITING);
    tickTo(25);
    assertThat(tick()).isEqualTo(Outcome.STEPPED);
    minutes(4);
    rollout().pause();
    minutes(60);
    rollout().approve();
    assertThat(rollout().status().rollout().state()).isEqualTo(State.PAUSED);
    rollout().resume();
    minutes(5);
    assertThat(tick()).isEqualTo(Outcome.WAITED);
    minutes(1);
    assertThat(tick()).isEqualTo(Outcome.STEPPED);
  }

  @Test
  void planDemandsTheApprovalOfAnother() {
    RolloutPlan plan = RolloutPlan.of(number(2), WAITING).withApprovalByAnother();
    rollout().start(plan, update -> update.by("ada"));
    tickTo(50);
    assertRefused(
        () -> rollout().approve(update -> update.by("ada")), Reason.APPROVAL_BY_SAME_ACTOR);
    assertThat(tick()).isEqualTo(Outcome.WAITED);
    rollout().approve(update -> update.by("grace"));
    assertThat(tick()).isEqualTo(Outcome.STEPPED);
    assertThat(rollout().status().rollout().startedBy()).isEqualTo("ada");
  }
}
