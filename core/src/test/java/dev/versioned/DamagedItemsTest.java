package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Verdict;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.Label;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.signing.Envelopes;
import dev.versioned.signing.SigningKey;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that somebody with access to the table has changed, in random ways. */
@Tag("again")
class DamagedItemsTest {
  private static final int READS =
      Integer.getInteger(
          "versioned.damaged.reads", Boolean.getBoolean("versioned.full") ? 100_000 : 10_000);

  private static final SigningKey KEY = SigningKey.generate();
  private static final Label QA = Label.parse("qa=passed");

  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repo =
      ArtifactRepository.of(
          new MemoryBlobStore(), items, RepositorySettings.defaults().withPageSize(3));
  private final Artifact broken = repo.artifact("broken");
  private final Artifact whole = repo.artifact("whole");
  private final long seed = Long.getLong("versioned.damaged.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int reads;
  private int refused;

  DamagedItemsTest() {
    for (Artifact artifact : List.of(broken, whole)) {
      Version one =
          artifact
              .publish(
                  Content.of("one"),
                  p -> p.metadata("git.sha", "1a2b").description("first").idempotencyKey("key-1"))
              .version();
      Version two = artifact.publish(Content.of("two")).version();
      artifact.publish(Content.of("three"));
      artifact.alias("LIVE").pointTo(one);
      artifact.alias("LIVE").split(one, two, Weight.percent(10));
      artifact.alias("TEST").pointTo(one);
      artifact
          .alias("TEST")
          .rollout()
          .start(two, RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5)));
      artifact.alias("LIVE").override("anna", two);
      artifact.label(one, l -> l.add("qa=passed"));
      artifact.label(two, l -> l.add("qa=passed"));
      artifact.sign(one, KEY);
      artifact.attach(one, Envelopes.envelope(Envelopes.PROVENANCE, one.digest(), "ci", KEY));
      artifact.alias("GONE").pointTo(one);
      artifact.alias("GONE").delete();
      artifact.put(Content.of("copy"));
    }
  }

  @Test
  void damagedItemsGiveTypedErrorsAndHideNoOther() {
    List<Item> originals =
        items
            .keys("list")
            .filter(key -> key.partition().contains("#broken"))
            .map(key -> items.read("read", key, Consistency.STRONG).orElseThrow())
            .toList();
    while (reads < READS) {
      Item original = originals.get(random.nextInt(originals.size()));
      Item damaged = damage(original);
      write(damaged);
      try {
        readAll();
      } catch (RuntimeException | Error e) {
        fail("seed " + seed + ", " + original + " changed to " + damaged, e);
      }
      write(original);
    }
    assertThat(refused).as("reads that were refused").isGreaterThan(READS / 100);
    assertThat(repo.fsck().violations()).isEmpty();
  }

  @Test
  void absurdNumbersAreRefusedWhenRead() {
    change(new ItemKey("VERSIONS#broken", VersionNumber.of(1).padded()), "size_bytes", 1L << 60);
    assertUnreadable(() -> broken.resolve("1"));
    change(new ItemKey("ALIASES#broken", "LIVE"), "revision", Long.MAX_VALUE);
    assertUnreadable(() -> broken.alias("LIVE").read());
    assertUnreadable(() -> broken.alias("LIVE").pointTo(VersionNumber.of(2)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 60})
  void epochOutsideOfItsLimitsIsRefused(long epoch) {
    add(new ItemKey("ALIASES#broken", "LIVE"), "epoch", new ItemValue.Whole(epoch));
    assertUnreadable(() -> broken.alias("LIVE").read());
  }

  @Test
  void rolloutOfAVersionFromItselfIsReported() {
    ItemKey key = new ItemKey("ALIASES#broken", "TEST");
    Item item = items.read("read", key, Consistency.STRONG).orElseThrow();
    ItemValue.Fields rollout = (ItemValue.Fields) item.attributes().get("rollout");
    Map<String, ItemValue> damaged = new TreeMap<>(rollout.values());
    damaged.put("version", damaged.get("from"));
    change(key, "rollout", new ItemValue.Fields(damaged));
    assertUnreadable(() -> broken.alias("TEST").rollout().status());
    assertUnreadable(() -> broken.alias("TEST").pointTo(VersionNumber.of(2)));
    assertThat(repo.fsck().violations())
        .extracting(violation -> violation.artifact().value())
        .containsOnly("broken");
  }

  @Test
  void invalidCounterIsReportedWhenANumberIsTaken() {
    ItemKey counter = new ItemKey("VERSIONS#broken", "#");
    change(counter, "last_number", ItemValue.of("many"));
    assertUnreadable(() -> broken.publish(Content.of("four")));
  }

  private static void assertUnreadable(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(UnreadableRecordException.class);
  }

  private void change(ItemKey key, String attribute, long value) {
    change(key, attribute, new ItemValue.Whole(value));
  }

  private void change(ItemKey key, String attribute, ItemValue value) {
    assertThat(add(key, attribute, value)).isPresent();
  }

  /** Returns the value that the attribute had. */
  private Optional<ItemValue> add(ItemKey key, String attribute, ItemValue value) {
    Item item = items.read("read", key, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    ItemValue before = attributes.put(attribute, value);
    write(new Item(key, attributes));
    return Optional.ofNullable(before);
  }

  private void write(Item item) {
    items.write("write", new ItemWrite.Put(item, Condition.always()));
  }

  private void readAll() {
    read(() -> broken.resolve("1"));
    read(() -> broken.resolve("LIVE"));
    read(() -> broken.resolve("$LATEST"));
    read(() -> broken.readBytes(VersionNumber.of(1)));
    read(() -> broken.versions().forEach(each -> {}));
    read(() -> broken.aliases().forEach(each -> {}));
    read(() -> broken.alias("LIVE").ledger().forEach(each -> {}));
    read(() -> broken.alias("TEST").rollout().status());
    read(
        () -> {
          try (LiveAlias live = broken.alias("LIVE").watch()) {
            assertThat(live.route("user")).isNotNull();
            assertThat(live.route()).isNotNull();
          }
        });
    read(() -> broken.labelled(QA).forEach(each -> {}));
    read(() -> broken.labels().forEach(each -> {}));
    read(() -> broken.attestation(VersionNumber.of(1)));
    read(() -> broken.attestations(VersionNumber.of(1)).forEach(each -> {}));
    read(() -> broken.alias("LIVE").overrides());
    read(() -> broken.alias("LIVE").rollbacks().forEach(each -> {}));
    read(() -> broken.changesSince(Instant.EPOCH).forEach(each -> {}));
    read(() -> repo.rollouts().forEach(each -> {}));
    read(() -> repo.gc().plan().forEach(each -> {}));
    read(() -> repo.prune(Retention.newest(9)).plan().forEach(each -> {}));
    reads += 2;
    assertThat(repo.fsck().violations().map(v -> v.artifact().value()))
        .doesNotContain(whole.name().value());
    assertThat(repo.gc().run().total().removed()).isZero();
    assertThat(repo.prune(Retention.newest(9)).run().deleted()).isEmpty();
    assertThat(whole.versions()).hasSize(3);
    assertThat(repo.artifacts()).contains(whole.name());
  }

  /** Checks that a record that cannot be read is refused with a typed error. */
  private void read(Runnable read) {
    reads++;
    try {
      read.run();
    } catch (ArtifactException e) {
      assertThat(e.getMessage()).startsWith("Cannot ");
      refused++;
    }
  }

  private Item damage(Item item) {
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    for (int i = 0; i <= random.nextInt(2); i++) {
      List<String> names = new ArrayList<>(attributes.keySet());
      String name = names.isEmpty() ? "state" : names.get(random.nextInt(names.size()));
      ItemValue value = attributes.get(name);
      if (value == null || random.nextInt(8) == 0) {
        attributes.remove(name);
      } else {
        attributes.put(name, damage(value));
      }
    }
    return new Item(item.key(), attributes);
  }

  private ItemValue damage(ItemValue value) {
    if (random.nextInt(4) == 0) {
      return any();
    } else if (value instanceof ItemValue.Text text) {
      return ItemValue.of(damage(text.value()));
    } else if (value instanceof ItemValue.Whole number) {
      return ItemValue.of(damage(number.value()));
    } else if (value instanceof ItemValue.Fields fields && !fields.values().isEmpty()) {
      Map<String, ItemValue> values = new TreeMap<>(fields.values());
      List<String> names = new ArrayList<>(values.keySet());
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        values.remove(name);
      } else {
        values.put(name, damage(values.get(name)));
      }
      return new ItemValue.Fields(values);
    } else if (value instanceof ItemValue.Sequence sequence && !sequence.values().isEmpty()) {
      List<ItemValue> values = new ArrayList<>(sequence.values());
      int at = random.nextInt(values.size());
      if (random.nextInt(4) == 0) {
        values.remove(at);
      } else {
        values.set(at, damage(values.get(at)));
      }
      return new ItemValue.Sequence(values);
    }
    return any();
  }

  private ItemValue any() {
    return switch (random.nextInt(7)) {
      case 0 -> ItemValue.of("");
      case 1 -> ItemValue.of("\u0000\uD800\u202E");
      case 2 -> ItemValue.of(random.nextLong());
      case 3 -> new ItemValue.Fields(Map.of());
      case 4 -> new ItemValue.Sequence(List.of(ItemValue.of(1)));
      case 5 -> new ItemValue.Other("BOOL", "true");
      default -> ItemValue.of(words(random.nextInt(11)));
    };
  }

  private static String words(int which) {
    return List.of(
            "ACTIVE",
            "DELETED",
            "ABANDONED",
            "GIVEN_UP",
            "$LATEST",
            "2",
            "9*10000",
            "1*5000,2*1000000000",
            "-PT1S",
            "wait PT0S",
            "+1000000000-12-31T23:59:59.999999999Z")
        .get(which);
  }

  private String damage(String text) {
    if (text.isEmpty() || random.nextInt(6) == 0) {
      return words(random.nextInt(11));
    }
    int at = random.nextInt(text.length());
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + (char) (32 + random.nextInt(95)) + text.substring(at + 1);
      case 2 -> text + text;
      default -> text.substring(0, at) + random.nextInt(10) + text.substring(at);
    };
  }

  private long damage(long number) {
    return switch (random.nextInt(6)) {
      case 0 -> -number;
      case 1 -> number + 1;
      case 2 -> number - 1;
      case 3 -> Long.MAX_VALUE;
      case 4 -> Long.MIN_VALUE;
      default -> 1L << random.nextInt(63);
    };
  }

  /** The key of an item determines its owner, whatever the item contains. */
  @Test
  void itemOfAnotherKeyIsRefused() {
    Item one = item("VERSIONS#whole", "000000000001");
    write(new Item(new ItemKey("VERSIONS#broken", "000000000001"), one.attributes()));
    assertThat(broken.versions()).extracting(Version::number).doesNotContain(VersionNumber.of(1));
    read(() -> broken.resolve("1"));
    assertThat(refused).isEqualTo(1);
  }

  private void edit(String partition, String sort, String attribute, ItemValue value) {
    Item item = item(partition, sort);
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.put(attribute, value);
    write(new Item(item.key(), attributes));
  }

  @Test
  void keyOfAnotherArtifactsBytesIsRefused() {
    edit("VERSIONS#broken", "000000000001", "key", ItemValue.of("whole/000000000001"));
    for (Runnable read :
        List.<Runnable>of(() -> broken.resolve("1"), () -> broken.readBytes(VersionNumber.of(1)))) {
      assertThatThrownBy(read::run)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("version broken:1")
          .hasMessageContaining("its key is not broken/000000000001");
    }
  }

  @Test
  void slotsThatDoNotFitTheRoutingAreRefused() {
    String overflowing = "1*10000" + ",1*65536".repeat(65536);
    for (String slots :
        List.of("9*10000", "1*5000,2*5000", overflowing, "1*9000,2*1001", "1*10000", "")) {
      edit("ALIASES#broken", "LIVE", "slots", ItemValue.of(slots));
      assertThatThrownBy(() -> broken.resolve("LIVE"))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("alias broken:LIVE");
    }
  }

  @Test
  void negativeSizeIsRefused() {
    edit("VERSIONS#broken", "000000000001", "size_bytes", ItemValue.of(-7));
    assertThatThrownBy(() -> broken.resolve("1")).isInstanceOf(UnreadableRecordException.class);
  }

  @Test
  void damagedItemIsOneViolationAndTheRestContinues() {
    edit("VERSIONS#broken", "000000000002", "metadata", ItemValue.of("text"));
    assertThat(broken.versions()).extracting(v -> v.number().value()).containsExactly(3L, 1L);
    assertThat(repo.fsck().violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.subject()).isEqualTo("version broken:2");
              assertThat(violation.kind().remedy()).contains("set it aside");
            });
    whole.put(Content.of("another copy"));
    assertThat(
            repo.gc()
                .withGracePeriod(Duration.ZERO)
                .run()
                .of(Garbage.Reason.UNUSED_UPLOAD)
                .removed())
        .isEqualTo(1);
    assertThat(repo.gc().run().failures()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ALIASES#broken, TEST, slots, newest",
    "LEDGER#broken, LIVE#000000000002, after, newest",
    "LEDGER#broken, LIVE#000000000001, after, ledger"
  })
  void artifactIsNotPrunedByAPartOfItsRecords(
      String partition, String sort, String attribute, String rule) {
    for (Artifact artifact : List.of(broken, whole)) {
      artifact.publish(Content.of("four"));
      artifact.publish(Content.of("five"));
    }
    edit(partition, sort, attribute, ItemValue.of("?"));
    Prune prune = repo.prune(rule.equals("newest") ? Retention.newest(1) : Retention.inLedger(9));
    assertThat(prune.plan())
        .filteredOn(verdict -> verdict.version().artifact().equals(broken.name()))
        .hasSize(5)
        .allMatch(verdict -> verdict.fate() == Verdict.Fate.KEEP)
        .allMatch(verdict -> verdict.reason().startsWith("not judged: Cannot read "));
    PruneReport report = prune.run();
    assertThat(report.deleted()).hasToString("[whole:4, whole:3]");
    assertThat(report.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.subject()).isEqualTo("artifact broken"));
  }

  /** It cannot be restored, so no rollback needs its versions. */
  @Test
  void rowThatIsMissingStopsNoPrune() {
    broken.alias("LIVE").pointTo(VersionNumber.of(3));
    items.write(
        "delete",
        new ItemWrite.Delete(
            new ItemKey("LEDGER#broken", "LIVE#000000000003"), Condition.always()));
    assertThatThrownBy(() -> broken.alias("LIVE").rollback())
        .hasMessageContaining("its ledger has no row of revision");
    assertThat(repo.prune(Retention.newest(1)).run().failures()).isEmpty();
  }

  @Test
  void versionThatCannotBeReadIsLeftOutOfALabelsList() {
    edit("VERSIONS#broken", "000000000001", "size_bytes", ItemValue.of(-7));
    assertThat(broken.labelled(QA)).extracting(Version::toString).containsExactly("broken:2");
  }

  private Item item(String partition, String sort) {
    return items.read("read", new ItemKey(partition, sort), Consistency.STRONG).orElseThrow();
  }
}
