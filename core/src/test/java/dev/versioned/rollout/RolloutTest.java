package dev.versioned.rollout;

import static dev.versioned.rollout.RolloutWorld.START;
import static dev.versioned.rollout.RolloutWorld.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Content;
import dev.versioned.RolloutHandle;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout.State;
import dev.versioned.rollout.TickResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ticks of a rollout, on a clock that the test sets. */
class RolloutTest {
  private static final HealthGate OPEN = HealthGate.open();
  private static final HealthGate BAD = status -> Health.unhealthy("5xx at 3.1 %");
  private static final HealthGate UNCLEAR = status -> Health.notEnoughData("12 requests");
  private static final RolloutStrategy CANARY =
      RolloutStrategy.parse("Canary10Percent5MinutesBake2Minutes");

  private final RolloutWorld world = new RolloutWorld(3);
  private final RolloutHandle rollout = world.live.rollout();

  private void after(Duration duration) {
    world.clock.advance(duration);
  }

  private void minutes(long minutes) {
    after(Duration.ofMinutes(minutes));
  }

  private Outcome tick(HealthGate gate) {
    return rollout.tick(gate).outcome();
  }

  private Weight canary() {
    return world.live.read().routing().weightOf(number(2));
  }

  private State state() {
    return rollout.status().rollout().state();
  }

  private void assertBack(String reason) {
    assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(state()).isEqualTo(State.ROLLED_BACK);
    assertThat(world.lastRow().action()).isEqualTo(Action.ROLLBACK);
    assertThat(world.lastRow().reason()).contains(reason);
    assertThat(rollout.status().rollout().reason()).contains(reason);
    assertThat(tick(BAD)).isEqualTo(Outcome.OVER);
    assertThatThrownBy(() -> world.live.rollback()).isInstanceOf(NotFoundException.class);
  }

  @Test
  void eachStepIsMadeWhenItIsDueAndNotBefore() {
    assertThat(rollout.start(number(2), CANARY).rollout().state()).isEqualTo(State.RUNNING);
    assertThat(canary()).isEqualTo(Weight.percent(0));
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
    assertThat(canary()).isEqualTo(Weight.percent(10));
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    after(Duration.ofMinutes(5).minusMillis(1));
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    after(Duration.ofMillis(1));
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
    assertThat(canary()).isEqualTo(Weight.percent(100));
    assertThat(state()).isEqualTo(State.BAKING);
    after(Duration.ofMinutes(2).minusMillis(1));
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    after(Duration.ofMillis(1));
    assertThat(tick(OPEN)).isEqualTo(Outcome.PROMOTED);
    assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(tick(OPEN)).isEqualTo(Outcome.OVER);
    assertThat(world.live.ledger().map(row -> row.action()))
        .containsExactly(
            Action.PROMOTE,
            Action.ROLLOUT_STEP,
            Action.ROLLOUT_STEP,
            Action.ROLLOUT_START,
            Action.CREATE);
    assertThat(world.live.rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(world.repo.fsck().violations()).isEmpty();
  }

  @Test
  void lateTicksMakeOneStepEach() {
    rollout.start(number(2), RolloutStrategy.parse("Linear25PercentEvery1Minute"));
    minutes(60);
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    minutes(60);
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    assertThat(canary()).isEqualTo(Weight.percent(50));
  }

  @Test
  void unhealthyGoesBackInTheSameTickWhetherOrNotAStepIsDue() {
    rollout.start(RolloutPlan.of(number(2), CANARY), update -> update.reason("ticket 7"));
    assertThat(world.lastRow().reason()).isEqualTo("ticket 7");
    tick(OPEN);
    minutes(1);
    assertThat(tick(BAD)).isEqualTo(Outcome.ROLLED_BACK);
    assertBack("5xx at 3.1 %");
  }

  @Test
  void unhealthyDuringTheBakeTimeGoesBack() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    minutes(5);
    tick(OPEN);
    minutes(1);
    assertThat(tick(BAD)).isEqualTo(Outcome.ROLLED_BACK);
    assertBack("5xx at 3.1 %");
    assertThat(world.repo.fsck().violations()).isEmpty();
  }

  @Test
  void unhealthyBeforeTheFirstStepMovesNoTraffic() {
    rollout.start(number(2), CANARY);
    assertThat(tick(BAD)).isEqualTo(Outcome.ROLLED_BACK);
    assertBack("5xx at 3.1 %");
  }

  @Test
  void withoutDataTheFirstStepIsMadeAndTheNextWaitsAsLongAsAllowed() {
    rollout.start(
        RolloutPlan.of(number(2), CANARY)
            .withNotEnoughData(NotEnoughDataPolicy.waitAtMost(Duration.ofMinutes(30))));
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.STEPPED);
    minutes(5);
    TickResult waited = rollout.tick(UNCLEAR);
    assertThat(waited.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(waited.detail()).isEqualTo("not enough data: 12 requests");
    after(Duration.ofMinutes(30).minusMillis(1));
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.WAITED);
    after(Duration.ofMillis(1));
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.ROLLED_BACK);
    assertBack("not enough data: 12 requests");
  }

  @Test
  void rolloutWaitingForDataContinuesOnceItArrives() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    minutes(10);
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.WAITED);
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
  }

  @Test
  void otherPoliciesProceedOrRollBackWhenAStepIsDue() {
    rollout.start(
        RolloutPlan.of(number(2), CANARY).withNotEnoughData(NotEnoughDataPolicy.proceed()));
    tick(UNCLEAR);
    minutes(5);
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.STEPPED);
    minutes(2);
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.PROMOTED);

    rollout.start(
        RolloutPlan.of(number(3), CANARY).withNotEnoughData(NotEnoughDataPolicy.rollBack()));
    tick(UNCLEAR);
    minutes(4);
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.WAITED);
    minutes(1);
    assertThat(tick(UNCLEAR)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(2)));
  }

  @Test
  void gateThatFailsHasNotEnoughData() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    minutes(5);
    TickResult result =
        rollout.tick(
            status -> {
              throw new java.io.IOException("no metrics");
            });
    assertThat(result.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(result.detail()).contains("no metrics");
  }

  @Test
  void gateReceivesTheRolloutAtEveryTick() {
    List<RolloutStatus> asked = new ArrayList<>();
    HealthGate gate =
        status -> {
          asked.add(status);
          return Health.healthy();
        };
    RolloutStatus started = rollout.start(number(2), CANARY);
    tick(gate);
    tick(gate);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).isEqualTo(started);
    assertThat(asked.get(1).rollout().step()).isEqualTo(1);
  }

  @Test
  void joinedGatesAreAsBadAsTheWorst() throws Exception {
    RolloutStatus status = rollout.start(number(2), CANARY);
    assertThat(HealthGate.allOf().check(status)).isEqualTo(Health.healthy());
    assertThat(
            HealthGate.allOf(s -> Health.healthy("0.1 %"), OPEN, s -> Health.healthy("20 ms"))
                .check(status))
        .isEqualTo(Health.healthy("0.1 %; 20 ms"));
    assertThat(HealthGate.allOf(OPEN, UNCLEAR, OPEN).check(status))
        .isEqualTo(Health.notEnoughData("12 requests"));
    assertThat(HealthGate.allOf(OPEN, UNCLEAR, BAD).check(status))
        .isEqualTo(Health.unhealthy("5xx at 3.1 %"));
  }

  @Test
  void hooksRunBeforeTheFirstStepAndBeforeThePromotion() {
    List<String> ran = new ArrayList<>();
    RolloutHooks hooks =
        RolloutHooks.none()
            .withBeforeTraffic(status -> ran.add("before at " + canary()))
            .withAfterTraffic(status -> ran.add("after at " + canary()));
    rollout.start(number(2), CANARY);
    for (int i = 0; i < 10; i++) {
      rollout.tick(OPEN, hooks);
      minutes(1);
    }
    assertThat(ran).containsExactly("before at 0%", "after at 100%");
    assertThat(state()).isEqualTo(State.PROMOTED);
  }

  @Test
  void hooksOfStepsRunBeforeTheMoveThatFollows() {
    List<String> ran = new ArrayList<>();
    RolloutHooks hooks =
        new RolloutHooks(status -> ran.add("before traffic"), status -> ran.add("after traffic"))
            .withBeforeStep(status -> ran.add("before " + (status.rollout().step() + 1)))
            .withAfterStep(status -> ran.add("after " + status.rollout().step()));
    rollout.start(number(2), CANARY);
    rollout.tick(OPEN, hooks);
    assertThat(ran).containsExactly("before traffic", "before 1");
    rollout.tick(OPEN, hooks);
    assertThat(ran).hasSize(2);
    minutes(5);
    rollout.tick(OPEN, hooks);
    assertThat(ran.subList(2, 4)).containsExactly("after 1", "before 2");
    minutes(5);
    rollout.tick(OPEN, hooks);
    assertThat(ran.subList(4, 6)).containsExactly("after 2", "after traffic");
    assertThat(state()).isEqualTo(State.PROMOTED);
  }

  @Test
  void hookOfAStepThatFailsTakesTheRolloutBack() {
    RolloutHook broken =
        status -> {
          throw new IllegalStateException("smoke");
        };
    rollout.start(number(2), CANARY);
    rollout.tick(OPEN, RolloutHooks.none().withBeforeStep(broken));
    assertBack("the hook before step 1 failed: java.lang.IllegalStateException: smoke");
    rollout.start(number(2), CANARY);
    tick(OPEN);
    minutes(5);
    rollout.tick(OPEN, RolloutHooks.none().withAfterStep(broken));
    assertBack("the hook after step 1 failed: java.lang.IllegalStateException: smoke");
  }

  @Test
  void hookThatFailsTakesTheRolloutBack() {
    RolloutHook broken =
        status -> {
          throw new IllegalStateException("smoke");
        };
    rollout.start(number(2), CANARY);
    rollout.tick(OPEN, RolloutHooks.none().withBeforeTraffic(broken));
    assertBack("the hook before traffic failed: java.lang.IllegalStateException: smoke");

    rollout.start(number(2), RolloutStrategy.allAtOnce());
    tick(OPEN);
    rollout.tick(OPEN, RolloutHooks.none().withAfterTraffic(broken));
    assertBack("the hook after traffic failed: java.lang.IllegalStateException: smoke");
  }

  @Test
  void errorOfAHookTakesTheRolloutBackToo() {
    RolloutHook broken =
        status -> {
          throw new NoClassDefFoundError("com/acme/SmokeTest");
        };
    rollout.start(number(2), CANARY);
    rollout.tick(OPEN, RolloutHooks.none().withBeforeTraffic(broken));
    assertBack(
        "the hook before traffic failed: java.lang.NoClassDefFoundError: com/acme/SmokeTest");
  }

  @Test
  void hookThatIsInterruptedLeavesTheRolloutWhereItIs() {
    rollout.start(number(2), CANARY);
    TickResult result =
        rollout.tick(
            OPEN,
            RolloutHooks.none()
                .withBeforeTraffic(
                    status -> {
                      throw new InterruptedException();
                    }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(state()).isEqualTo(State.RUNNING);
  }

  @Test
  void pausedRolloutMakesNoStepAndResumesWithTheRemainingTime() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    minutes(2);
    assertThat(rollout.pause(u -> u.reason("lunch")).rollout().state()).isEqualTo(State.PAUSED);
    assertThat(world.lastRow().reason()).isEqualTo("lunch");
    long revision = world.live.read().revision();
    rollout.pause();
    assertThat(world.live.read().revision()).isEqualTo(revision);
    minutes(60);
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    assertThat(rollout.resume().rollout().state()).isEqualTo(State.RUNNING);
    rollout.resume();
    after(Duration.ofMinutes(3).minusMillis(1));
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    after(Duration.ofMillis(1));
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
    rollout.pause();
    minutes(60);
    assertThat(tick(OPEN)).isEqualTo(Outcome.WAITED);
    assertThat(rollout.resume().rollout().state()).isEqualTo(State.BAKING);
  }

  @Test
  void pausedRolloutStillGoesBackWhenItIsUnhealthy() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    rollout.pause();
    assertThat(tick(BAD)).isEqualTo(Outcome.ROLLED_BACK);
    assertBack("5xx at 3.1 %");
  }

  @Test
  void abortRollsBackImmediatelyAndMayBeRepeated() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    rollout.abort(u -> u.reason("wrong ticket").by("pager"));
    assertThat(world.lastRow().reason()).isEqualTo("wrong ticket");
    assertThat(world.lastRow().by()).isEqualTo("pager");
    long revision = world.live.read().revision();
    assertThat(rollout.abort().rollout().state()).isEqualTo(State.ROLLED_BACK);
    assertThat(world.live.read().revision()).isEqualTo(revision);

    rollout.start(number(2), CANARY);
    tick(OPEN);
    rollout.abort();
    assertBack("aborted");
  }

  @Test
  void manualMoveEndsTheRolloutAndRecordsTheActor() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    world.live.pointTo(number(3), u -> u.by("alice"));
    assertThat(state()).isEqualTo(State.SUPERSEDED);
    assertThat(rollout.status().rollout().reason()).isEqualTo("move by alice at revision 4");
    assertThat(tick(OPEN)).isEqualTo(Outcome.OVER);
    assertThat(tick(BAD)).isEqualTo(Outcome.OVER);
    assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(3)));
    assertThat(rollout.status()).asString().contains("SUPERSEDED: version 2, Canary10Percent5Min");
    assertThatThrownBy(rollout::abort).isInstanceOf(NotFoundException.class);
  }

  @Test
  void manualRollbackDuringARolloutGoesBackBeforeTheRollout() {
    world.live.pointTo(number(3));
    rollout.start(number(2), RolloutStrategy.parse("Linear20PercentEvery1Minute"));
    for (int i = 0; i < 3; i++) {
      tick(OPEN);
      minutes(1);
    }
    assertThat(canary()).isEqualTo(Weight.percent(60));
    assertThat(world.live.rollback().routing()).isEqualTo(Routing.to(number(3)));
    assertThat(state()).isEqualTo(State.SUPERSEDED);
    assertThat(world.live.rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(world.repo.fsck().violations()).isEmpty();
  }

  @Test
  void manualPromotionDuringARolloutEndsIt() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    assertThat(world.live.promote().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(state()).isEqualTo(State.SUPERSEDED);
  }

  @Test
  void descriptionMayBeChangedDuringARollout() {
    rollout.start(number(2), CANARY);
    tick(OPEN);
    world.live.describe("what is live");
    assertThat(state()).isEqualTo(State.RUNNING);
    minutes(5);
    assertThat(tick(OPEN)).isEqualTo(Outcome.STEPPED);
  }

  @Test
  void bothVersionsAreProtectedUntilTheEnd() {
    rollout.start(number(2), CANARY);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> world.checkout.delete(number(1)))
          .isInstanceOf(dev.versioned.model.VersionInUseException.class);
      assertThatThrownBy(() -> world.checkout.delete(number(2)))
          .isInstanceOf(dev.versioned.model.VersionInUseException.class);
      tick(OPEN);
      minutes(5);
    }
    assertThat(canary()).isEqualTo(Weight.percent(100));
    assertThatThrownBy(() -> world.checkout.delete(number(1)))
        .isInstanceOf(dev.versioned.model.VersionInUseException.class);
    tick(OPEN);
    assertThat(state()).isEqualTo(State.PROMOTED);
    world.checkout.delete(number(1));
  }

  @Test
  void fromLatestThereIsOneStep() {
    world.live.pointTo(Latest.LATEST);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.start(number(2), CANARY))
        .withMessageContaining("use AllAtOnce");
    rollout.start(number(2), RolloutStrategy.allAtOnce());
    tick(OPEN);
    assertThat(state()).isEqualTo(State.BAKING);
    assertThat(tick(BAD)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.live.read().routing()).isEqualTo(Routing.to(Latest.LATEST));
    rollout.start(number(2), RolloutStrategy.allAtOnce());
    tick(OPEN);
    assertThat(tick(OPEN)).isEqualTo(Outcome.PROMOTED);
    assertThat(world.live.read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(world.repo.fsck().violations()).isEmpty();
  }

  @Test
  void missingVersionEndsARolloutFromLatest() {
    world.live.pointTo(Latest.LATEST);
    rollout.start(number(2), RolloutStrategy.allAtOnce());
    world.checkout.delete(number(2));
    assertThat(tick(OPEN)).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rollout.status().rollout().reason()).contains("Cannot route to checkout:2");
  }

  @Test
  void rolloutThatCannotBeIsNotStarted() {
    world.checkout.delete(number(3));
    assertThatThrownBy(() -> rollout.start(number(3), CANARY))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> rollout.start(number(9), CANARY))
        .isInstanceOf(NotFoundException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> rollout.start(number(1), CANARY));
    assertThatThrownBy(
            () -> rollout.start(RolloutPlan.of(number(2), CANARY), u -> u.expectRevision(9)))
        .isInstanceOf(dev.versioned.model.RevisionConflictException.class);
    assertThatThrownBy(() -> world.checkout.alias("NONE").rollout().start(number(2), CANARY))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("Cannot start a rollout of checkout:NONE: there is no such alias");
    assertThat(rollout.find()).isEmpty();
    world.live.split(world.checkout.resolve("1"), world.checkout.resolve("2"), Weight.percent(10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollout.start(number(2), CANARY))
        .withMessageContaining("its traffic is split, 1=90% 2=10%");
    assertThat(rollout.find()).isEmpty();
  }

  @Test
  void oneRolloutAtATime() {
    rollout.start(number(2), CANARY);
    assertThatThrownBy(() -> rollout.start(number(3), CANARY))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("one to version 2 is under way");
  }

  @Test
  void withoutARolloutEveryOperationFails() {
    for (Runnable call :
        List.<Runnable>of(
            rollout::status, () -> tick(OPEN), rollout::pause, rollout::resume, rollout::abort)) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              NotFoundException.class,
              e -> assertThat(e.subject()).isEqualTo(NotFoundException.Subject.ROLLOUT));
    }
    rollout.start(number(2), RolloutStrategy.allAtOnce());
    tick(OPEN);
    tick(OPEN);
    assertThatThrownBy(rollout::pause)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("the last one, to version 2, was PROMOTED at 2026-01-01T00:00:00Z");
  }

  @Test
  void deletedAliasHasNoRolloutAnyMore() {
    rollout.start(number(2), CANARY);
    world.live.delete();
    assertThatThrownBy(() -> tick(OPEN)).isInstanceOf(NotFoundException.class);
    world.live.pointTo(number(1));
    assertThat(rollout.find()).isEmpty();
    assertThat(world.repo.fsck().violations()).isEmpty();
  }

  @Test
  void canarysUsersStayItsUsers() {
    rollout.start(number(2), RolloutStrategy.parse("Exponential10PercentEvery1Minute"));
    world.checkout.put(Content.of("other"));
    tick(OPEN);
    var first = world.live.read().router();
    minutes(1);
    tick(OPEN);
    var second = world.live.read().router();
    for (int i = 0; i < 2_000; i++) {
      String key = "user-" + i;
      if (first.route(key).equals(number(2))) {
        assertThat(second.route(key)).isEqualTo(number(2));
      }
    }
  }

  @Test
  void statusIsReadable() {
    rollout.start(number(2), CANARY);
    assertThat(rollout.status())
        .hasToString(
            "checkout:LIVE RUNNING: version 2 at 0%, Canary10Percent5MinutesBake2Minutes step 0 of"
                + " 2, from 1, next step due "
                + START
                + "; started "
                + START
                + "; alias at revision 2");
    TickResult stepped = rollout.tick(OPEN);
    assertThat(stepped)
        .asString()
        .startsWith("STEPPED (rollout by Canary10Percent5MinutesBake2Minutes: step 1 of 2, version")
        .contains("RUNNING: version 2 at 10%");
    minutes(5);
    assertThat(rollout.tick(OPEN).status())
        .asString()
        .contains("BAKING: version 2 at 100%", "bakes until 2026-01-01T00:07:00Z");
    assertThat(rollout.tick(BAD).status())
        .asString()
        .contains("ROLLED_BACK: version 2 at 0%", "(unhealthy: 5xx at 3.1 %)");
  }

  @Test
  void longReasonsAreTruncatedForTheLedger() {
    rollout.start(number(2), CANARY);
    rollout.tick(status -> Health.unhealthy("x".repeat(5_000)));
    assertThat(world.lastRow().reason()).hasSize(1024).startsWith("rollout of version 2 rolled");
  }

  @Test
  void longReasonIsCutBetweenCharacters() {
    for (String start : List.of("", "x")) {
      rollout.start(RolloutPlan.of(number(2), CANARY));
      rollout.tick(status -> Health.unhealthy(start + "\ud83d\ude00".repeat(2000)));
      for (String reason : List.of(world.lastRow().reason(), rollout.status().rollout().reason())) {
        assertThat(reason.length()).isBetween(1023, 1024);
        assertThat(reason).endsWith("\ud83d\ude00");
      }
    }
  }

  @Test
  void gateThatReturnsNullIsRefused() {
    rollout.start(number(2), CANARY);
    for (HealthGate gate : List.<HealthGate>of(s -> null, HealthGate.allOf(OPEN, s -> null))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> rollout.tick(gate))
            .isInstanceOf(NullPointerException.class)
            .hasMessageContaining("the health gate returned null");
        minutes(60);
      }
    }
    assertThat(canary()).isEqualTo(Weight.percent(0));
  }
}
