package dev.versioned.maintenance;

import static dev.versioned.maintenance.World.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Content;
import dev.versioned.maintenance.Violation.Kind;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Routing;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of record that cannot be read is set aside, and can be used again afterwards. */
class SetAsideTest {
  private static final ItemKey ALIAS = new ItemKey("ALIASES#checkout", "LIVE");
  private static final ItemKey COUNTER = new ItemKey("VERSIONS#checkout", "#");
  private static final ItemKey LATEST = new ItemKey("VERSIONS#checkout", "$LATEST");
  private static final ItemKey KEY = new ItemKey("VERSIONS#checkout", "idem#build-1");

  private final World world = new World();
  private final AliasHandle live = world.checkout.alias("LIVE");
  private final Version one = world.publish("one");
  private final Version two = world.publish("two");

  private void damage(ItemKey key, String attribute) {
    world.edit(key, attribute, old -> ItemValue.of("damaged"));
  }

  private static ItemKey version(long number) {
    return new ItemKey("VERSIONS#checkout", VersionNumber.of(number).padded());
  }

  private static ItemKey state(long number) {
    return new ItemKey("STATES#checkout", VersionNumber.of(number).padded());
  }

  private static ItemKey row(long revision) {
    return new ItemKey("LEDGER#checkout", "LIVE#" + VersionNumber.of(revision).padded());
  }

  private Item item(ItemKey key) {
    return world.items.read("read", key, Consistency.STRONG).orElseThrow();
  }

  /** Sets aside the one record that fsck reports, and checks that its item is kept. */
  private SetAside setAsideWhatFsckReports() {
    List<Violation> unreadable =
        world.violations().stream().filter(v -> v.kind() == Kind.RECORD_UNREADABLE).toList();
    assertThat(unreadable).hasSize(1);
    Map<ItemKey, Item> before = new HashMap<>();
    world.items.keys("list").forEach(key -> before.put(key, item(key)));
    SetAside aside = world.repo.fsck().setAside(unreadable.get(0).subject());
    Map<String, ItemValue> copy = item(aside.keptAt()).attributes();
    ItemKey original =
        new ItemKey(
            ((ItemValue.Text) copy.get("item_pk")).value(),
            ((ItemValue.Text) copy.get("item_sk")).value());
    assertThat(((ItemValue.Fields) copy.get("item")).values())
        .isEqualTo(before.get(original).attributes());
    assertThat(aside.keptAt().partition()).isEqualTo("ASIDE#checkout");
    assertThat(world.repo.artifacts()).containsExactly(CHECKOUT);
    assertThat(world.repo.gc().run().failures()).isEmpty();
    assertThat(world.violations()).noneMatch(v -> v.kind() == Kind.RECORD_UNREADABLE);
    return aside;
  }

  @Test
  void stateIsKeptAndItsReferencesAreCounted() {
    live.pointTo(one);
    world.checkout.alias("TEST").pointTo(one);
    damage(state(1), "references");
    SetAside aside = setAsideWhatFsckReports();
    assertThat(aside.record()).isEqualTo("state of version checkout:1");
    assertThat(aside.outcome()).contains("is ACTIVE, and 2 aliases point to it");
    assertThat(world.violations()).isEmpty();

    world.delete(two);
    damage(state(2), "number");
    assertThat(setAsideWhatFsckReports().outcome()).contains("is DELETED, and 0 aliases");
    assertThat(world.stateOf(two)).isEqualTo(VersionState.DELETED);
    assertThat(world.violations()).isEmpty();

    world.advance(Duration.ofSeconds(1));
    damage(state(2), "state");
    assertThat(setAsideWhatFsckReports().outcome()).contains("is ACTIVE, and 0 aliases");
    assertThat(world.stateOf(two)).isEqualTo(VersionState.ACTIVE);
  }

  @Test
  void keyOfAMoveIsFreeAgain() {
    live.pointTo(one, u -> u.idempotencyKey("job-1"));
    damage(new ItemKey("ALIASES#checkout", "#move#LIVE#job-1"), "revision");
    assertThatThrownBy(() -> live.pointTo(two, u -> u.idempotencyKey("job-1")))
        .isInstanceOf(UnreadableRecordException.class);
    SetAside aside = setAsideWhatFsckReports();
    assertThat(aside.record()).isEqualTo("idempotency key job-1 of checkout:LIVE");
    assertThat(aside.outcome()).contains("the next change of the alias with it is made");
    assertThat(live.pointTo(two, u -> u.idempotencyKey("job-1")).revision()).isEqualTo(2);
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void stateOfAVersionWhoseRecordWasSetAsideStays() {
    world.delete(two);
    damage(version(2), "sha256");
    setAsideWhatFsckReports();
    assertThat(world.violations()).isEmpty();
    assertThat(item(state(2)).attributes()).containsEntry("state", ItemValue.of("DELETED"));
  }

  /** F7: such a rollout was written before the policy was validated. */
  @Test
  void aliasKeepsItsRoutingWithoutTheRollout() {
    live.pointTo(one);
    live.rollout().start(two, RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
    world.edit(
        ALIAS,
        "rollout",
        old -> {
          Map<String, ItemValue> rollout = new TreeMap<>(((ItemValue.Fields) old).values());
          rollout.remove("not_enough_data");
          return new ItemValue.Fields(rollout);
        });
    assertThatThrownBy(() -> live.pointTo(two)).isInstanceOf(UnreadableRecordException.class);
    Routing routing = live.ledger().findFirst().orElseThrow().after().orElseThrow();

    SetAside aside = setAsideWhatFsckReports();
    assertThat(aside.outcome()).contains("still routes to " + routing).contains("no rollout");
    assertThat(world.violations()).isEmpty();
    assertThat(live.read().routing()).isEqualTo(routing);
    assertThat(live.read().revision()).isEqualTo(3);
    assertThat(live.pointTo(one).revision()).isEqualTo(4);
    live.rollout().start(two, RolloutStrategy.allAtOnce());
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void aliasIsDeletedAndCanBeCreatedAgain() {
    live.pointTo(one);
    live.split(one, two, Weight.percent(10));
    damage(ALIAS, "slots");

    assertThat(setAsideWhatFsckReports().outcome())
        .contains("deleted at revision 3")
        .contains("it routed to " + Routing.split(one.number(), two.number(), Weight.percent(10)));
    assertThat(world.violations()).isEmpty();
    assertThat(live.find()).isEmpty();
    assertThat(live.ledger().findFirst().orElseThrow())
        .satisfies(
            row -> {
              assertThat(row.action()).isEqualTo(LedgerEntry.Action.DELETE);
              assertThat(row.reason()).contains("could not be read");
            });
    assertThat(live.pointTo(two).revision()).isEqualTo(4);
    world.delete(one);
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void revisionsContinueWithoutTheRevisionAttribute() {
    live.pointTo(one);
    live.pointTo(two);
    world.edit(ALIAS, "revision", old -> new ItemValue.Other("BOOL", "true"));
    setAsideWhatFsckReports();
    assertThat(live.pointTo(two).revision()).isEqualTo(4);
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void revisionsContinueWithoutTheLedger() {
    live.pointTo(one);
    live.pointTo(two);
    for (long revision = 1; revision <= 2; revision++) {
      world.items.write("lose a row", new ItemWrite.Delete(row(revision), Condition.present()));
    }
    damage(ALIAS, "slots");
    world.repo.fsck().setAside("alias checkout:LIVE");
    assertThat(live.pointTo(two).revision()).isEqualTo(4);
  }

  @Test
  void versionIsNoVersionAndKeepsItsBytes() {
    damage(version(2), "sha256");
    assertThat(setAsideWhatFsckReports().outcome()).contains("its bytes stay");
    assertThat(world.violations()).isEmpty();
    assertThat(world.checkout.versions().map(Version::number)).containsExactly(one.number());
    assertThatThrownBy(() -> world.checkout.resolve("2"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("set aside at");
    world.delete(two);
    world.advance(Duration.ofDays(400));
    world.repo.gc().run();
    assertThat(world.hasBytes(two.number())).isTrue();
    assertThat(world.publish("two").number()).isEqualTo(VersionNumber.of(3));
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void aliasOfAVersionSetAsideCanMove() {
    live.pointTo(two);
    damage(version(2), "sha256");
    setAsideWhatFsckReports();
    assertThat(world.violations())
        .extracting(Violation::kind)
        .containsExactly(Kind.TARGET_NOT_ACTIVE);
    live.pointTo(one);
    assertThat(world.violations()).isEmpty();
    assertThatThrownBy(() -> live.pointTo(two.number())).isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "revision"})
  void workingCopyIsRemovedAndCanBePut(String attribute) {
    world.checkout.put(Content.of("three"));
    damage(LATEST, attribute);
    assertThatThrownBy(() -> world.checkout.resolve("$LATEST"))
        .isInstanceOf(UnreadableRecordException.class);
    setAsideWhatFsckReports();
    assertThat(world.checkout.resolve("$LATEST").digest()).isEqualTo(two.digest());
    Version put = world.checkout.put(Content.of("four"));
    assertThat(world.checkout.resolve("$LATEST").digest()).isEqualTo(put.digest());
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void idempotencyKeyIsFree() {
    world.checkout.publish(Content.of("three"), p -> p.idempotencyKey("build-1"));
    damage(KEY, "valid_until");
    setAsideWhatFsckReports();
    PublishResult again =
        world.checkout.publish(Content.of("four"), p -> p.idempotencyKey("build-1"));
    assertThat(again.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void ledgerContinuesWithAGap() {
    for (Version version : List.of(one, two, one, two)) {
      live.pointTo(version);
    }
    damage(row(2), "action");
    setAsideWhatFsckReports();
    assertThat(live.ledger().map(LedgerEntry::revision)).containsExactly(4L, 3L, 1L);
    assertThat(world.violations()).extracting(Violation::kind).containsExactly(Kind.LEDGER_GAP);
  }

  @Test
  void counterContinuesAfterEveryNumberOfItemsAndBytes() {
    VersionNumber dead = world.publishAndDie("three");
    world.edit(COUNTER, "last_number", old -> ItemValue.of("damaged"));
    assertThatThrownBy(() -> world.publish("four")).isInstanceOf(ArtifactException.class);
    setAsideWhatFsckReports();
    assertThat(world.violations()).isEmpty();
    assertThat(world.publish("four").number().value()).isEqualTo(dead.value() + 1);
  }

  @Test
  void counterContinuesAfterItsOwnNumber() {
    VersionNumber reserved = world.reserve("three");
    world.edit(COUNTER, "created_at", old -> ItemValue.of("damaged"));
    setAsideWhatFsckReports();
    assertThat(world.publish("four").number().value()).isEqualTo(reserved.value() + 1);
  }

  @Test
  void itemWithAKeyOfAnotherFormIsRemoved() {
    ItemKey key = new ItemKey("VERSIONS#checkout", "0000000000015x");
    world.items.write(
        "plant",
        new ItemWrite.Put(new Item(key, item(version(1)).attributes()), Condition.absent()));
    assertThat(setAsideWhatFsckReports().record())
        .isEqualTo("item VERSIONS#checkout / 0000000000015x");
    assertThat(world.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version checkout:1",
        "artifact checkout",
        "alias checkout:LIVE",
        "revision 1 in the ledger of checkout:LIVE",
        "upload 01JGJQ4V9T0000000000000001 of checkout",
        "checkout:1",
        "item elsewhere / x",
        ""
      })
  void readableOrUnknownRecordIsRefused(String record) {
    live.pointTo(one);
    world.catalog.abandonUpload(CHECKOUT, "01JGJQ4V9T0000000000000001", World.START);
    world.items.write(
        "plant",
        new ItemWrite.Put(new Item(new ItemKey("elsewhere", "x"), Map.of()), Condition.absent()));
    assertThatThrownBy(() -> world.repo.fsck().setAside(record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot set ");
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void recordThatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> world.repo.fsck().setAside("version checkout:9"))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema", "hash"})
  void recordOfANewerLibraryIsNotSetAside(String attribute) {
    live.pointTo(one);
    world.edit(
        ALIAS,
        attribute,
        old -> attribute.equals("hash") ? ItemValue.of("better") : ItemValue.of(2));
    Item before = item(ALIAS);
    assertThatThrownBy(() -> world.repo.fsck().setAside("alias checkout:LIVE"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("newer version of the library");
    assertThat(item(ALIAS)).isEqualTo(before);
  }

  /** The missing attribute is restored between the read and the transaction. */
  @Test
  void recordThatWasRepairedConcurrentlyStays() {
    ItemValue digest = item(version(2)).attributes().get("sha256");
    world.edit(version(2), "sha256", old -> null);
    AtomicInteger repairs = new AtomicInteger();
    ItemStore repaired =
        Interposed.before(
            ItemStore.class,
            world.items,
            "writeAll",
            () -> {
              repairs.incrementAndGet();
              world.edit(version(2), "sha256", old -> digest);
            });
    assertThatThrownBy(
            () -> world.over(world.blobs, repaired).fsck().setAside("version checkout:2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it can be read");
    assertThat(repairs).hasValue(1);
    assertThat(world.checkout.resolve("2")).isEqualTo(two);
    assertThat(world.violations()).isEmpty();
  }
}
