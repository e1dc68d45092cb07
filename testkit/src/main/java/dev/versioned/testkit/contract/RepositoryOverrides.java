package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.RepositoryFixture.SETTINGS;
import static dev.versioned.testkit.contract.RepositoryFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasChange;
import dev.versioned.AliasHandle;
import dev.versioned.LiveAlias;
import dev.versioned.model.Alias;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.MoveRefusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Overrides;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.RoutingDecision.Reason;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStrategy;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that always get a version. */
abstract class RepositoryOverrides {
  private static final String KEY = "user-42";

  abstract RepositoryFixture fixture();

  private AliasHandle live() {
    return fixture().live();
  }

  private Map<String, VersionNumber> inForce() {
    return live().overrides().versions();
  }

  private void assertConsistent() {
    assertThat(fixture().artifact().fsck().violations()).isEmpty();
  }

  @BeforeEach
  void threeVersions() {
    fixture().publishMany(3);
    live().pointTo(number(1));
  }

  @Test
  void overriddenKeyGetsItsVersion() {
    try (LiveAlias following = live().watch()) {
      Alias changed = live().override(KEY, number(2));
      following.refresh();
      assertThat(changed.routing()).isEqualTo(Routing.to(number(1)));
      assertThat(changed.targets()).containsExactly(number(1), number(2));
      assertThat(changed.versions()).containsOnlyKeys(number(1), number(2));
      assertThat(following.route(KEY).number()).isEqualTo(number(2));
      assertThat(following.route(CharBuffer.wrap(KEY)).number()).isEqualTo(number(2));
      assertThat(following.route("user-43").number()).isEqualTo(number(1));
      assertThat(following.route().number()).isEqualTo(number(1));
      assertThat(following.decide(KEY).reason()).isEqualTo(Reason.OVERRIDE);
      assertThat(following.decide("user-43"))
          .extracting(RoutingDecision::reason, RoutingDecision::revision)
          .containsExactly(Reason.WEIGHT, changed.revision());
    }
  }

  @Test
  void followerThatStartsKnowsOverrides() {
    live().override(KEY, number(2));
    try (LiveAlias following = live().watch()) {
      assertThat(following.route(KEY).number()).isEqualTo(number(2));
    }
  }

  @Test
  void pinComesBeforeOverrides() {
    live().override(KEY, number(2));
    try (LiveAlias following = live().watch()) {
      following.pin(number(3));
      assertThat(following.decide(KEY))
          .extracting(decision -> decision.version().number(), RoutingDecision::reason)
          .containsExactly(number(3), Reason.PIN);
      following.unpin();
      assertThat(following.route(KEY).number()).isEqualTo(number(2));
    }
  }

  @Test
  void overridesAreSetReplacedAndCleared() {
    live().override(KEY, number(2));
    live().override(Map.of("b", number(3), "c", number(1)), update -> {});
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(2), "b", number(3), "c", number(1)));
    live().clearOverride("b", update -> {});
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(2), "c", number(1)));
    live().replaceOverrides(Map.of("d", number(2)), update -> {});
    assertThat(inForce()).isEqualTo(Map.of("d", number(2)));
    Alias cleared = live().clearOverrides();
    assertThat(cleared.overrides().isEmpty()).isTrue();
    assertThat(cleared.targets()).containsExactly(number(1));
    assertThat(inForce()).isEmpty();
    assertThat(live().clearOverrides().revision()).isEqualTo(cleared.revision());
    assertThat(live().clearOverride(KEY, update -> {}).revision()).isEqualTo(cleared.revision());
  }

  @Test
  void eachChangeIsAMoveInTheLedger() {
    Alias changed = live().override(KEY, number(2), u -> u.by("ada").reason("a complaint"));
    LedgerEntry row = live().ledger().findFirst().orElseThrow();
    assertThat(row.action()).isEqualTo(Action.OVERRIDE);
    assertThat(row.revision()).isEqualTo(changed.revision()).isEqualTo(2);
    assertThat(row.by()).isEqualTo("ada");
    assertThat(row.reason()).isEqualTo("a complaint");
    assertThat(row.before()).isEqualTo(row.after()).contains(Routing.to(number(1)));
  }

  @Test
  void overrideExpectsItsRevision() {
    assertThatThrownBy(() -> live().override(KEY, number(2), u -> u.expectRevision(7)))
        .isInstanceOf(RevisionConflictException.class);
    assertThat(inForce()).isEmpty();
  }

  @Test
  void repeatedOverrideIsMadeOnce() {
    List<AliasChange.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      live()
          .override(
              KEY,
              number(2),
              u -> u.idempotencyKey("k").onChanged(change -> outcomes.add(change.outcome())));
    }
    assertThat(outcomes).containsExactly(AliasChange.Outcome.MADE, AliasChange.Outcome.REPLAYED);
    assertThat(live().read().revision()).isEqualTo(2);
    assertThatThrownBy(() -> live().override(KEY, number(3), u -> u.idempotencyKey("k")))
        .isInstanceOf(IdempotencyKeyReusedException.class);
  }

  @Test
  void overriddenVersionCannotBeDeleted() {
    live().override(KEY, number(2));
    assertThatThrownBy(() -> fixture().artifact().delete(number(2)))
        .isInstanceOf(VersionInUseException.class)
        .hasMessageContaining("LIVE");
    live().clearOverrides();
    fixture().artifact().delete(number(2));
    assertThatThrownBy(() -> live().override(KEY, number(2))).isInstanceOf(NotFoundException.class);
    assertConsistent();
  }

  @Test
  void versionIsCountedOnceForRoutingAndOverrides() {
    live().override(KEY, number(1));
    live().pointTo(number(2));
    assertThatThrownBy(() -> fixture().artifact().delete(number(1)))
        .isInstanceOf(VersionInUseException.class);
    live().clearOverrides();
    fixture().artifact().delete(number(1));
    assertConsistent();
  }

  @Test
  void otherMovesKeepOverrides() {
    live().override(KEY, number(3));
    live().split(number(1), number(2), Weight.percent(10));
    live().promote();
    live().describe("the shop");
    live().freeze(Instant.now().plus(Duration.ofDays(1)));
    live().unfreeze();
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertConsistent();
  }

  @Test
  void rollbackRestoresTheOverridesThatServed() {
    live().override(KEY, number(2));
    live().override(KEY, number(3));
    live().pointTo(number(2));
    live().clearOverrides();
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    live().rollback();
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(2)));
    live().rollback();
    assertThat(inForce()).isEmpty();
    assertThatThrownBy(() -> live().rollback()).isInstanceOf(NotFoundException.class);
    assertConsistent();
  }

  @Test
  void rolloutContinuesAndKeepsOverrides() {
    startRollout();
    live().rollout().tick(HealthGate.open());
    live().override(KEY, number(3));
    assertThat(live().rollout().status().rollout().isOver()).isFalse();
    live().rollout().tick(status -> Health.unhealthy("a drill"));
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertConsistent();
    live().pointTo(number(2));
    live().rollback();
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(1)));
  }

  @Test
  void rollbackOfARolloutKeepsOverrides() {
    startRollout();
    live().override(KEY, number(3));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertConsistent();
  }

  @Test
  void rollbackAfterARolloutUndoesItsOverrides() {
    live().override(KEY, number(2));
    live().rollout().start(number(2), RolloutStrategy.parse("Canary10Percent5MinutesBake1Hour"));
    live().rollout().advance();
    live().rollout().advance();
    live().override(KEY, number(3));
    live().rollout().advanceToEnd();
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(number(1)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(2)));
    assertConsistent();
  }

  @Test
  void rolloutFromLatestIsUndoneWithItsOverrides() {
    live().pointTo(Latest.LATEST);
    live().rollout().start(number(2), RolloutStrategy.parse("AllAtOnceBake1Hour"));
    live().rollout().advance();
    live().override(KEY, number(3));
    live().rollout().advanceToEnd();
    assertThat(live().read().routing()).isEqualTo(Routing.to(number(2)));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(3)));
    assertThat(live().rollback().routing()).isEqualTo(Routing.to(Latest.LATEST));
    assertThat(inForce()).isEmpty();
    assertConsistent();
  }

  private void startRollout() {
    live().rollout().start(number(2), RolloutStrategy.parse("Canary10Percent5Minutes"));
  }

  @Test
  void deletedAliasHasNoOverridesWhenCreatedAgain() {
    live().override(KEY, number(2));
    live().delete();
    fixture().artifact().delete(number(2));
    live().create(Routing.to(number(1)));
    assertThat(inForce()).isEmpty();
    assertConsistent();
  }

  @Test
  void frozenAliasRefusesOverrides() {
    live().freeze(Instant.now().plus(Duration.ofDays(1)));
    assertThatThrownBy(() -> live().override(KEY, number(2)))
        .isInstanceOf(MoveRefusedException.class);
    live().override(KEY, number(2), u -> u.breakFreeze("an outage"));
    assertThat(inForce()).isEqualTo(Map.of(KEY, number(2)));
  }

  @Test
  void thousandKeysAreStored() {
    Map<String, VersionNumber> many = new TreeMap<>();
    for (int i = 0; i < Overrides.MOST_KEYS; i++) {
      many.put("user-" + i + "-größer-🚀", number(1 + i % 3));
    }
    live().replaceOverrides(many, update -> {});
    assertThat(inForce()).isEqualTo(many);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live().override("one more", number(1)))
        .withMessageContaining("at most 1000");
  }

  @Test
  void invalidOverridesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> live().override("", number(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live().override("k".repeat(257), number(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> live().override("\ud83d", number(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live().override(KEY, Latest.LATEST))
        .withMessageContaining("$LATEST");
    live().override(KEY, number(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live().pointTo(Latest.LATEST))
        .withMessageContaining("clear the overrides");
    assertThatThrownBy(() -> fixture().artifact().alias("NONE").override(KEY, number(1)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void listsOfAliasesContainNoOverrides() {
    live().override(KEY, number(2), u -> u.idempotencyKey("k"));
    assertThat(fixture().artifact().aliases()).containsExactly(live().read());
    assertThat(fixture().another(SETTINGS).artifact(fixture().name()).aliases()).hasSize(1);
  }
}
