package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.versioned.maintenance.Interposed;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of an alias that are repeated because their reply was lost. */
class RepeatedMoveTest {
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repo = over(items);
  private final Artifact artifact = repo.artifact("a");
  private final AliasHandle live = artifact.alias("LIVE");
  private final List<AliasChange> changes = new ArrayList<>();

  private ArtifactRepository over(ItemStore store) {
    return ArtifactRepository.of(
        blobs, store, RepositorySettings.defaults().withContentionTimeout(Duration.ofMillis(20)));
  }

  @BeforeEach
  void publish() {
    for (String content : List.of("one", "two", "three", "four")) {
      live.pointTo(artifact.publish(Content.of(content)).version());
    }
  }

  /** Returns the alias for a caller that gets no reply to its transactions. */
  private AliasHandle deaf() {
    ItemStore store =
        Interposed.on(
            ItemStore.class,
            items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (Interposed.isFor("move alias", arguments)) {
                throw BackendException.unknownOutcome("Cannot hear", null);
              }
              return result;
            });
    return over(store).artifact("a").alias("LIVE");
  }

  private Consumer<AliasUpdate> key(String key) {
    return update -> update.idempotencyKey(key).onChanged(changes::add);
  }

  private long serving() {
    return ((VersionNumber) live.read().routing().primary()).value();
  }

  @Test
  void rollbackInDoubtIsDoneOnce() {
    assertThatThrownBy(() -> deaf().rollback(key("job-1")))
        .isInstanceOf(UnknownOutcomeException.class);
    assertThat(serving()).isEqualTo(3);
    Alias again = live.rollback(key("job-1"));
    assertThat(again.revision()).isEqualTo(5);
    assertThat(serving()).isEqualTo(3);
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).outcome()).isEqualTo(AliasChange.Outcome.REPLAYED);
    assertThat(changes.get(0).entry().revision()).isEqualTo(5);
  }

  @Test
  void theErrorNamesTheKeyThatTheLibraryMade() {
    UnknownOutcomeException e =
        catchThrowableOfType(UnknownOutcomeException.class, () -> deaf().rollback());
    String made = e.idempotencyKey().orElseThrow().value();
    assertThat(e).hasMessageContaining("with the idempotency key " + made);
    live.rollback(key(made));
    assertThat(serving()).isEqualTo(3);
    live.rollback();
    assertThat(serving()).isEqualTo(2);
  }

  @Test
  void repeatAfterOtherMovesChangesNothing() {
    live.rollback(key("job-1"));
    for (int i = 1; i <= 3; i++) {
      live.pointTo(VersionNumber.of(i));
    }
    Alias before = live.read();
    assertThat(live.rollback(key("job-1"))).isEqualTo(before);
    assertThat(changes)
        .extracting(AliasChange::outcome)
        .containsExactly(AliasChange.Outcome.MADE, AliasChange.Outcome.REPLAYED);
    assertThat(live.ledger()).hasSize(8);
  }

  @Test
  void everyMoveCanBeRepeated() {
    Version one = artifact.resolve("1");
    Version two = artifact.resolve("2");
    RolloutHandle rollout = live.rollout();
    RolloutPlan plan =
        RolloutPlan.of(
            two,
            RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5))
                .waitAt(Weight.percent(10)));
    Instant later = Instant.now().plusSeconds(3_600);
    List<Consumer<Consumer<AliasUpdate>>> moves =
        List.of(
            u -> live.rollbackTo(2, u),
            u -> live.moveTo(Routing.to(VersionNumber.of(4)), u),
            u -> live.describe("what serves", u),
            u -> live.override("anna", one, u),
            u -> live.clearOverride("anna", u),
            u -> live.override(Map.of("anna", one, "bert", one), u),
            u -> live.clearOverrides(u),
            u -> live.freeze(later, u),
            u -> live.unfreeze(u),
            u -> rollout.start(plan, u),
            u -> rollout.pause(u),
            u -> rollout.resume(u),
            u -> rollout.advance(u),
            u -> rollout.approve(u),
            u -> rollout.abort(u),
            u -> live.split(one, two, Weight.percent(10), u),
            u -> live.weigh(two.number(), Weight.percent(20), u),
            u -> live.movePrimary(VersionNumber.of(3), u),
            u -> live.promote(u),
            u -> live.pointTo(one, u),
            u -> live.rollback(u),
            u -> live.delete(u),
            u -> live.create(Routing.to(VersionNumber.of(4)), u));
    for (int i = 0; i < moves.size(); i++) {
      moves.get(i).accept(key("job-" + i));
      long rows = live.ledger().count();
      moves.get(i).accept(key("job-" + i));
      assertThat(live.ledger()).hasSize((int) rows);
    }
    // A rollout that is aborted can be aborted again without a key, too, which is no change.
    assertThat(changes).hasSize(2 * moves.size() - 1);
  }

  @Test
  void keyOfAnotherChangeIsRefused() {
    live.pointTo(VersionNumber.of(1), key("job-1"));
    assertThatThrownBy(() -> live.pointTo(VersionNumber.of(2), key("job-1")))
        .isInstanceOf(IdempotencyKeyReusedException.class)
        .hasMessageContaining("made revision 5");
    assertThat(serving()).isEqualTo(1);
    artifact.alias("TEST").pointTo(VersionNumber.of(2), key("job-1"));
  }

  @Test
  void keyThatExpiredIsFree() {
    ArtifactRepository forgetful =
        ArtifactRepository.of(
            blobs, items, RepositorySettings.defaults().withKeyRetention(Duration.ZERO));
    AliasHandle handle = forgetful.artifact("a").alias("LIVE");
    handle.rollback(key("job-1"));
    handle.rollback(key("job-1"));
    assertThat(serving()).isEqualTo(2);
  }

  @Test
  void repeatAfterADeletionIsRefused() {
    live.rollback(key("job-1"));
    live.delete();
    assertThatThrownBy(() -> live.rollback(key("job-1")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("done at revision 5");
  }

  @Test
  void keysAreNoAliases() {
    live.rollback(key("job-1"));
    assertThat(artifact.aliases()).hasSize(1);
    assertThat(repo.fsck().violations()).isEmpty();
  }

  @Test
  void aVersionThatChangedIsNotRolledBackTo() {
    ItemKey three = new ItemKey("VERSIONS#a", "000000000003");
    Item item = items.read("read", three, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.put("sha256", ItemValue.of("0".repeat(64)));
    items.write("edit", new ItemWrite.Put(new Item(three, attributes), Condition.always()));
    assertThatThrownBy(live::rollback)
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining("what served then had");
    assertThat(serving()).isEqualTo(4);
    assertThat(live.rollbackTo(2).routing()).isEqualTo(Routing.to(VersionNumber.of(2)));
  }
}
