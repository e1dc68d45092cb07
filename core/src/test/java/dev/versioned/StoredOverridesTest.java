package dev.versioned;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Violation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.RoutingDecision.Reason;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overrides and the alias that names them, over stores that are late, damaged or down. */
class StoredOverridesTest {
  private static final ItemKey FIRST = new ItemKey("ALIASES#a", "#overrides#LIVE#000000000002");
  private static final ItemKey LIVE = new ItemKey("ALIASES#a", "LIVE");
  private static final String KEY = "user-42";

  /** Answers eventual reads of some items with nothing, or with an earlier state. */
  private static final class LateStore extends ForwardingItemStore {
    private final Map<ItemKey, Optional<Item>> late = new ConcurrentHashMap<>();
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicReference<Runnable> afterNextRead = new AtomicReference<>(() -> {});

    LateStore() {
      super(new MemoryItemStore());
    }

    @Override
    public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
      if (down.get()) {
        throw BackendException.transientFailure("Cannot " + purpose + ": a drill", null);
      }
      if (purpose.contains("overrides")) {
        reads.add(consistency.toString());
      }
      Optional<Item> item =
          consistency == Consistency.EVENTUAL && late.containsKey(key)
              ? late.get(key)
              : super.read(purpose, key, consistency);
      afterNextRead.getAndSet(() -> {}).run();
      return item;
    }
  }

  @TempDir Path directory;

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final LateStore items = new LateStore();
  private final Artifact artifact = over(RepositorySettings.defaults()).artifact("a");
  private final AliasHandle handle = artifact.alias("LIVE");
  private final Version v1 = artifact.publish(Content.of("one")).version();
  private final Version v2 = artifact.publish(Content.of("two")).version();
  private final Version v3 = artifact.publish(Content.of("three")).version();

  private ArtifactRepository over(RepositorySettings settings) {
    return ArtifactRepository.of(blobs, items, settings);
  }

  private Item read(ItemKey key) {
    return items.read("read", key, Consistency.STRONG).orElseThrow();
  }

  private void write(Item item) {
    items.write("write", new ItemWrite.Put(item, Condition.always()));
  }

  /** Sends the key to another version, in the stored overrides only. */
  private void steal(ItemKey key) {
    Map<String, ItemValue> attributes = new TreeMap<>(read(key).attributes());
    attributes.put("overrides", new ItemValue.Fields(Map.of(KEY, ItemValue.of(1))));
    write(new Item(key, attributes));
  }

  @Test
  void lateOverridesAreReadStrongly() throws InterruptedException {
    handle.pointTo(v1);
    items.late.put(FIRST, Optional.empty());
    try (LiveAlias live =
        handle.watch(w -> w.every(Duration.ofMillis(10)).eventuallyConsistent())) {
      handle.override(KEY, v2);
      until(() -> live.route(KEY).equals(v2));
      assertThat(items.reads).contains("EVENTUAL", "STRONG");
    }
  }

  @Test
  void lateAliasKeepsItsOwnOverrides() throws InterruptedException {
    handle.pointTo(v1);
    handle.override(KEY, v2);
    try (LiveAlias live =
        handle.watch(w -> w.every(Duration.ofMillis(10)).eventuallyConsistent())) {
      items.late.put(LIVE, Optional.of(read(LIVE)));
      handle.override(KEY, v3);
      Duration before = live.staleness();
      until(() -> live.staleness().compareTo(before) < 0);
      assertThat(live.route(KEY)).isEqualTo(v2);
      items.late.clear();
      until(() -> live.route(KEY).equals(v3));
    }
  }

  @Test
  void resultOfClearingNothingHasNoOverrides() {
    handle.pointTo(v1);
    items.afterNextRead.set(() -> artifact.alias("LIVE").override(KEY, v2));
    assertThat(handle.clearOverrides().overrides().isEmpty()).isTrue();
    assertThat(handle.overrides().versions()).containsOnlyKeys(KEY);
  }

  @Test
  void overridesAreReadOnceForEachChange() {
    handle.pointTo(v1);
    handle.override(KEY, v2);
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofDays(1)))) {
      items.reads.clear();
      handle.pointTo(v3);
      live.refresh();
      live.refresh();
      assertThat(items.reads).isEmpty();
      assertThat(live.route("other")).isEqualTo(v3);
      assertThat(live.route(KEY)).isEqualTo(v2);
    }
  }

  @Test
  void changedOverridesAreNotRoutedBy() {
    handle.pointTo(v1);
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofDays(1)))) {
      handle.override(KEY, v2);
      steal(FIRST);
      assertThatThrownBy(live::refresh)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("not those that the alias names");
      assertThat(live.alias().revision()).isEqualTo(1);
      assertThatThrownBy(handle::overrides).isInstanceOf(UnreadableRecordException.class);
      assertThat(artifact.fsck().violations())
          .extracting(Violation::kind)
          .containsExactly(Violation.Kind.OVERRIDES_DIFFER);
      handle.clearOverrides();
      assertThat(live.refresh().revision()).isEqualTo(3);
      assertThat(artifact.fsck().violations()).isEmpty();
    }
  }

  @Test
  void missingOverridesAreNotRoutedBy() {
    handle.pointTo(v1);
    handle.override(KEY, v2);
    items.write("remove", new ItemWrite.Delete(FIRST, Condition.always()));
    assertThatThrownBy(handle::watch)
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("they are missing");
    handle.clearOverrides();
    assertThatThrownBy(handle::rollback).isInstanceOf(UnreadableRecordException.class);
    handle.replaceOverrides(Map.of(KEY, v3), update -> {});
    try (LiveAlias live = handle.watch()) {
      assertThat(live.route(KEY)).isEqualTo(v3);
    }
  }

  @Test
  void storedOverridesAreNotReplaced() {
    handle.pointTo(v1);
    handle.override(KEY, v2);
    Item stored = read(FIRST);
    artifact.alias("NEXT").pointTo(v1);
    ItemKey next = new ItemKey("ALIASES#a", "#overrides#NEXT#000000000002");
    Map<String, ItemValue> attributes = new TreeMap<>(stored.attributes());
    attributes.put("alias", ItemValue.of("NEXT"));
    write(new Item(next, attributes));
    assertThatThrownBy(() -> artifact.alias("NEXT").override(KEY, v3))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("overrides of its next revision exist already");
    assertThat(read(next).attributes()).isEqualTo(attributes);
  }

  @Test
  void earlierOverridesThatWerePutBackAreFound() {
    handle.pointTo(v1);
    handle.override(KEY, v2);
    ItemValue earlier = read(LIVE).attributes().get("overrides");
    handle.override("other", v2);
    Map<String, ItemValue> attributes = new TreeMap<>(read(LIVE).attributes());
    attributes.put("overrides", earlier);
    write(new Item(LIVE, attributes));
    assertThat(artifact.fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.ROLLBACK_DIFFERS);
  }

  @Test
  void signatureOfTheMoveCoversOverrides() {
    SigningKey key = SigningKey.generate();
    TrustPolicy policy = TrustPolicy.of(key.verifyingKey()).withSignedMoves(Duration.ofDays(1));
    Artifact signed =
        over(RepositorySettings.defaults().withSigner(key).withTrustPolicy(policy)).artifact("b");
    Version one = signed.publish(Content.of("1")).version();
    Version two = signed.publish(Content.of("2")).version();
    signed.alias("LIVE").pointTo(one);
    signed.alias("LIVE").override(KEY, two);
    signed.alias("LIVE").override(KEY, one);
    signed.alias("LIVE").override("other", two);
    AliasHandle reader =
        over(RepositorySettings.defaults().withTrustPolicy(policy)).artifact("b").alias("LIVE");
    try (LiveAlias live = reader.watch()) {
      assertThat(live.route(KEY)).isEqualTo(one);
    }
    // A thief of the table names the earlier overrides, which are whole.
    ItemKey place = new ItemKey("ALIASES#b", "LIVE");
    Item honest = read(place);
    Map<String, ItemValue> forged = new TreeMap<>(honest.attributes());
    forged.put("overrides", row("LEDGER#b", 2).attributes().get("overrides"));
    write(new Item(place, forged));
    assertThatThrownBy(reader::watch).isInstanceOf(UntrustedVersionException.class);
    write(honest);
    // Or the ledger's row, from which a rollback takes them.
    Item row = row("LEDGER#b", 3);
    Map<String, ItemValue> other = new TreeMap<>(row.attributes());
    other.put("overrides", row("LEDGER#b", 2).attributes().get("overrides"));
    write(new Item(row.key(), other));
    assertThatThrownBy(() -> signed.alias("LIVE").rollback())
        .isInstanceOf(UntrustedVersionException.class);
    write(row);
    signed.alias("LIVE").rollback();
    try (LiveAlias live = reader.watch()) {
      assertThat(live.route(KEY)).isEqualTo(one);
      assertThat(live.route("other")).isEqualTo(one);
    }
  }

  private Item row(String ledger, int revision) {
    return read(new ItemKey(ledger, "LIVE#00000000000" + revision));
  }

  @Test
  void startWithBothStoresDownRoutesByKeptOverrides() {
    handle.pointTo(v1);
    handle.override(KEY, v2);
    Path state = directory.resolve("state");
    handle.watch(w -> w.keepIn(state)).close();
    items.down.set(true);
    AliasHandle next = over(RepositorySettings.defaults()).artifact("a").alias("LIVE");
    try (LiveAlias live = next.watch(w -> w.keepIn(state))) {
      assertThat(live.route(KEY)).isEqualTo(v2);
      assertThat(live.route("other")).isEqualTo(v1);
      assertThat(live.decide(KEY).reason()).isEqualTo(Reason.OVERRIDE);
    }
  }

  @Test
  void overriddenVersionIsPreparedBeforeItServes() {
    handle.pointTo(v1);
    Set<Version> prepared = ConcurrentHashMap.newKeySet();
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofDays(1)).prepare(prepared::add))) {
      assertThat(prepared).containsExactly(v1);
      handle.override(KEY, v2);
      live.refresh();
      assertThat(prepared).containsExactlyInAnyOrder(v1, v2);
    }
  }

  @Test
  void pruneKeepsOverriddenVersions() {
    handle.pointTo(v3);
    handle.override(KEY, v1);
    artifact.prune(Retention.newest(1)).run();
    assertThat(artifact.find("1")).contains(v1);
  }

  @Test
  void pruneToTheLedgerKeepsWhatOverridesNamed() {
    handle.pointTo(v3);
    handle.override(KEY, v1);
    handle.clearOverrides();
    artifact.prune(Retention.inLedger(2)).run();
    assertThat(artifact.find("1")).contains(v1);
    assertThat(artifact.find("2")).isEmpty();
    handle.rollback();
    assertThat(handle.overrides().versions()).containsOnlyKeys(KEY);
  }

  @Test
  void whatFollowersPollStaysSmall() {
    handle.pointTo(v1);
    int before = read(LIVE).toString().length();
    Map<String, Version> many = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      many.put("a rather long key of user number " + i, i % 2 == 0 ? v2 : v3);
    }
    Alias alias = handle.replaceOverrides(many, update -> {});
    assertThat(alias.overrides().count()).isEqualTo(1_000);
    assertThat(read(LIVE).toString().length()).isLessThan(before + 2_500);
  }
}
