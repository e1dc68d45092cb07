package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.RolloutHandle;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.MoveRefusedException.Reason;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import dev.versioned.rollout.TickResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Aliases that refuse moves until a time, on a manual clock. */
abstract class RepositoryFreezes {
  private static final HealthGate OPEN = HealthGate.open();
  private static final RolloutStrategy CANARY =
      RolloutStrategy.parse("Canary10Percent5Minutes").waitAt(Weight.percent(10));

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final AtomicReference<Instant> now = new AtomicReference<>(start);
  private final Instant end = start.plus(Duration.ofDays(7));

  abstract RepositoryFixture fixture();

  private ArtifactRepository repository() {
    return fixture().another(SETTINGS.withClock(new SetClock(now)));
  }

  private AliasHandle live() {
    return repository().artifact(fixture().name()).alias("LIVE");
  }

  private RolloutHandle rollout() {
    return live().rollout();
  }

  private void pass(Duration duration) {
    now.updateAndGet(time -> time.plus(duration));
  }

  private LedgerEntry lastRow() {
    return live().ledger().findFirst().orElseThrow();
  }

  private void freeze() {
    live().freeze(end, update -> update.by("ada").reason("holidays"));
  }

  private static void assertFrozen(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MoveRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FROZEN))
        .hasMessageContaining("by ada: holidays");
  }

  @BeforeEach
  void twoVersions() {
    fixture().publishMany(2);
    live().pointTo(number(1));
  }

  @Test
  void frozenAliasRefusesEveryMove() {
    live().pointTo(number(2));
    live().pointTo(number(1));
    freeze();
    long revision = live().read().revision();
    assertFrozen(() -> live().pointTo(number(2)));
    assertFrozen(() -> live().pointTo(number(1)));
    assertFrozen(() -> live().split(number(1), number(2), Weight.percent(10)));
    assertFrozen(() -> live().weigh(number(2), Weight.percent(10)));
    assertFrozen(() -> live().movePrimary(number(2), update -> {}));
    assertFrozen(() -> live().rollback());
    assertFrozen(() -> live().rollbackTo(live().rollbacks().findFirst().orElseThrow().revision()));
    assertFrozen(() -> live().delete());
    assertFrozen(() -> rollout().start(number(2), CANARY));
    assertThat(live().read().revision()).isEqualTo(revision);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
  }

  @Test
  void splitAliasIsNotPromotedWhileFrozen() {
    live().split(number(1), number(2), Weight.percent(10));
    freeze();
    assertFrozen(() -> live().promote());
  }

  @Test
  void setWithAFrozenAliasMovesNoAlias() {
    freeze();
    ArtifactRepository repo = repository();
    AliasHandle beta = repo.artifact(fixture().name()).alias("BETA");
    AliasHandle live = repo.artifact(fixture().name()).alias("LIVE");
    assertFrozen(() -> repo.releaseSet().move(beta, number(2)).move(live, number(2)).apply());
    assertThat(beta.find()).isEmpty();
    repo.releaseSet()
        .move(beta, number(2))
        .move(live, number(2))
        .apply(update -> update.breakFreeze("both or none"));
    assertThat(lastRow().reason()).isEqualTo("freeze broken: both or none");
    assertThat(beta.ledger().findFirst().orElseThrow().reason()).isEmpty();
  }

  @Test
  void freezeIsRecordedAndEndsByItself() {
    freeze();
    assertThat(live().read().freeze()).contains(new AliasFreeze(end, "ada", "holidays"));
    assertThat(lastRow().action()).isEqualTo(Action.FREEZE);
    assertThat(lastRow().by()).isEqualTo("ada");
    assertThat(lastRow().after()).isEqualTo(lastRow().before());
    pass(Duration.ofDays(7).minusMillis(1));
    assertFrozen(() -> live().pointTo(number(2)));
    pass(Duration.ofMillis(1));
    assertThat(live().pointTo(number(2)).freeze()).isEmpty();
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void whatMovesNoTrafficIsAllowed() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    freeze();
    live().describe("still described");
    live().renew();
    rollout().pause();
    rollout().resume();
    rollout().approve();
    assertThat(live().read().freeze()).isPresent();
    assertThat(rollout().status().rollout().isOver()).isFalse();
    live().freeze(end.plusSeconds(60), update -> update.by("grace"));
    assertThat(live().read().freeze().orElseThrow().by()).isEqualTo("grace");
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @Test
  void brokenFreezeIsRecordedAndStays() {
    freeze();
    live().pointTo(number(2), update -> update.reason("1.2.3").breakFreeze("fixes the outage"));
    assertThat(lastRow().reason()).isEqualTo("1.2.3; freeze broken: fixes the outage");
    assertFrozen(() -> live().pointTo(number(1)));
    live().delete(update -> update.breakFreeze("retired"));
    assertThat(live().find()).isEmpty();
    assertThat(live().pointTo(number(1)).freeze()).isEmpty();
  }

  @Test
  void breakingNoFreezeLeavesNoTrace() {
    live().pointTo(number(2), update -> update.breakFreeze("in case it is frozen"));
    assertThat(lastRow().reason()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live().pointTo(number(1), update -> update.breakFreeze(" ")));
  }

  @Test
  void unfreezeIsRecordedAndNeedsAFreeze() {
    long revision = live().read().revision();
    assertThat(live().unfreeze().revision()).isEqualTo(revision);
    freeze();
    live().unfreeze(update -> update.reason("all is well"));
    assertThat(lastRow().action()).isEqualTo(Action.UNFREEZE);
    assertThat(lastRow().reason()).isEqualTo("all is well");
    assertThat(live().read().freeze()).isEmpty();
    live().pointTo(number(2));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
  }

  @Test
  void freezeNeedsAnAliasAndATimeToCome() {
    AliasHandle none = repository().artifact(fixture().name()).alias("NONE");
    assertThatThrownBy(() -> none.freeze(end)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(none::unfreeze).isInstanceOf(NotFoundException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> live().freeze(start));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live().freeze(start.plus(Duration.ofDays(367))));
  }

  @Test
  void ticksWaitForTheEndOfTheFreeze() {
    rollout().start(number(2), RolloutStrategy.allAtOnce());
    freeze();
    RolloutHooks fails =
        RolloutHooks.none()
            .withBeforeTraffic(
                status -> {
                  throw new IllegalStateException("no hook runs during a freeze");
                });
    TickResult waited = rollout().tick(OPEN, fails);
    assertThat(waited.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(waited.detail()).isEqualTo("frozen until " + end + " by ada: holidays");
    assertThat(rollout().tick(status -> Health.notEnoughData("nobody came")).outcome())
        .isEqualTo(Outcome.WAITED);
    assertFrozen(() -> rollout().advance());
    assertFrozen(() -> rollout().advanceToEnd());
    assertFrozen(() -> rollout().abort());
    pass(Duration.ofDays(7));
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.STEPPED);
    assertThat(rollout().tick(OPEN).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void unhealthyVersionGoesBackDuringAFreeze() {
    rollout().start(number(2), CANARY);
    rollout().tick(OPEN);
    freeze();
    assertThat(rollout().tick(status -> Health.unhealthy("5xx")).outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(lastRow().reason())
        .isEqualTo(
            "rollout of version 2 rolled back: unhealthy: 5xx; freeze broken: the new version must"
                + " not serve");
    assertFrozen(() -> live().pointTo(number(2)));
  }

  @Test
  void advanceMayBreakAFreeze() {
    rollout().start(number(2), RolloutStrategy.allAtOnce());
    freeze();
    rollout().advanceToEnd(update -> update.breakFreeze("fixes the outage"));
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(lastRow().reason()).isEqualTo("rollout advanced; freeze broken: fixes the outage");
  }
}
