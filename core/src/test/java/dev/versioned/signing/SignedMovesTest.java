package dev.versioned.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.maintenance.Violation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Routing;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What readers that demand signed moves accept and refuse, whatever someone wrote into the table.
 */
class SignedMovesTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Duration WITHIN = Duration.ofDays(1);
  private static final TrustPolicy POLICY =
      TrustPolicy.of(KEY.verifyingKey()).withSignedMoves(WITHIN);
  private static final ItemKey LIVE = new ItemKey("ALIASES#a", "LIVE");

  @TempDir Path directory;

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final SettableClock clock = new SettableClock();
  private final Artifact signed =
      over(settings().withSigner(KEY).withTrustPolicy(POLICY)).artifact("a");
  private Version one;
  private Version two;

  /** A clock that a test moves. */
  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private RepositorySettings settings() {
    return RepositorySettings.defaults().withClock(clock);
  }

  private ArtifactRepository over(RepositorySettings settings) {
    return ArtifactRepository.of(blobs, items, settings);
  }

  /** A reader in a process of its own. */
  private Artifact reader() {
    return over(settings().withTrustPolicy(POLICY)).artifact("a");
  }

  private Artifact unsigned() {
    return over(settings()).artifact("a");
  }

  @BeforeEach
  void publish() {
    one = signed.publish(Content.of("one")).version();
    two = signed.publish(Content.of("two")).version();
    signed.alias("LIVE").pointTo(one);
  }

  private Item read(ItemKey key) {
    return items.read("read", key, Consistency.STRONG).orElseThrow();
  }

  private void write(Item item) {
    items.write("write", new ItemWrite.Put(item, Condition.always()));
  }

  private void edit(ItemKey key, String attribute, ItemValue value) {
    Map<String, ItemValue> attributes = new TreeMap<>(read(key).attributes());
    attributes.put(attribute, value);
    write(new Item(key, attributes));
  }

  private static ItemKey row(int revision) {
    return new ItemKey("LEDGER#a", "LIVE#" + VersionNumber.of(revision).padded());
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UntrustedVersionException.class)
        .hasMessageStartingWith("Cannot ")
        .extracting(e -> ((UntrustedVersionException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void signedMovesAreFollowed() {
    signed.alias("LIVE").split(one, two, Weight.percent(10));
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    try (LiveAlias live = reader().alias("LIVE").watch()) {
      signed.alias("LIVE").promote();
      live.refresh();
      assertThat(live.route()).isEqualTo(two);
      signed.alias("LIVE").rollback();
      live.refresh();
      assertThat(live.alias().routing()).isEqualTo(Routing.split(one, two, Weight.percent(10)));
    }
    assertThat(over(settings().withTrustPolicy(POLICY)).fsck().violations()).isEmpty();
  }

  @Test
  void freezeIsPartOfWhatIsSigned() {
    signed.alias("LIVE").freeze(clock.now.plus(Duration.ofDays(7)));
    Item frozen = read(LIVE);
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    Map<String, ItemValue> attributes = new TreeMap<>(frozen.attributes());
    assertThat(attributes.remove("freeze")).isNotNull();
    write(new Item(LIVE, attributes));
    assertRefused(Reason.CHANGED, () -> signed.alias("LIVE").pointTo(two));
    assertRefused(Reason.CHANGED, () -> reader().resolve("LIVE"));
    write(frozen);
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
  }

  @Test
  void rolloutIsSignedAtEachStep() {
    signed.alias("LIVE").rollout().start(two, RolloutStrategy.parse("Canary10Percent5Minutes"));
    signed.alias("LIVE").rollout().tick(HealthGate.open());
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    clock.now = clock.now.plus(Duration.ofMinutes(6));
    signed.alias("LIVE").rollout().tick(HealthGate.open());
    signed.alias("LIVE").rollout().tick(HealthGate.open());
    assertThat(reader().resolve("LIVE")).isEqualTo(two);
    signed.alias("LIVE").rollback();
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
  }

  /** A stolen deployer role: it may write the table, and has no key. */
  @Test
  void moveWithoutAKeyIsRefused() {
    unsigned().alias("LIVE").pointTo(two);
    assertRefused(Reason.UNSIGNED, () -> reader().resolve("LIVE"));
    assertRefused(Reason.UNSIGNED, () -> reader().find("LIVE"));
    assertRefused(Reason.UNSIGNED, () -> reader().alias("LIVE").watch());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary",
        "slots",
        "description",
        "updated_at",
        "serving_revision",
        "rollback_revision",
        "row_hash",
        "revision",
        "split_id"
      })
  void changedAliasIsRefused(String attribute) {
    signed.alias("LIVE").pointTo(two);
    signed.alias("LIVE").pointTo(one);
    signed.alias("LIVE").split(one, two, Weight.percent(10));
    edit(
        LIVE,
        attribute,
        switch (attribute) {
          case "slots" -> ItemValue.of("1:0-8999,2:9000-9999");
          case "updated_at" -> ItemValue.of("2026-01-01T12:00:00Z");
          case "serving_revision", "rollback_revision" -> ItemValue.of(1);
          case "revision" -> ItemValue.of(9);
          default -> ItemValue.of("1");
        });
    if (attribute.equals("primary") || attribute.equals("slots")) {
      edit(LIVE, "primary", ItemValue.of("2"));
      edit(LIVE, "additional", new ItemValue.Fields(Map.of("1", ItemValue.of(1000))));
      edit(LIVE, "slots", ItemValue.of(swapped(read(LIVE).attributes().get("slots"))));
    }
    assertRefused(Reason.CHANGED, () -> reader().resolve("LIVE"));
  }

  /** Gives the slots of each of two versions to the other. */
  private String swapped(ItemValue unused) {
    return unsigned().alias("X").split(two, one, Weight.percent(10)).slots().toString();
  }

  @Test
  void revokedKeyMovesNothing() {
    SigningKey next = SigningKey.generate();
    TrustPolicy rotated =
        TrustPolicy.of(next.verifyingKey(), KEY.verifyingKey())
            .withRevoked(KEY.verifyingKey())
            .withAllowed(one.artifact(), one.number(), one.digest())
            .withSignedMoves();
    Artifact reader = over(settings().withTrustPolicy(rotated)).artifact("a");
    assertRefused(Reason.REVOKED_KEY, () -> reader.resolve("LIVE"));
    Artifact mover = over(settings().withSigner(next)).artifact("a");
    mover.alias("LIVE").pointTo(one);
    assertThat(reader.resolve("LIVE")).isEqualTo(one);
    mover.alias("LIVE").pointTo(two);
    assertRefused(Reason.REVOKED_KEY, () -> reader.resolve("LIVE"));
  }

  @Test
  void earlierStateThatIsPutBackIsRefused() {
    Item before = read(LIVE);
    Artifact reader = reader();
    signed.alias("LIVE").pointTo(two);
    assertThat(reader.resolve("LIVE")).isEqualTo(two);
    try (LiveAlias live = reader().alias("LIVE").watch(w -> w.keepIn(directory.resolve("state")))) {
      write(before);
      assertRefused(Reason.REPLAYED, () -> reader.resolve("LIVE"));
      assertRefused(Reason.REPLAYED, live::refresh);
      assertThat(live.route()).isEqualTo(two);
    }
    // The next process knows it from its state file, and starts with that.
    try (LiveAlias live = reader().alias("LIVE").watch(w -> w.keepIn(directory.resolve("state")))) {
      assertThat(live.route()).isEqualTo(two);
    }
  }

  @Test
  void laterEpochOrdersBeforeTheRevision() {
    Artifact unsigned = unsigned();
    unsigned.alias("NEXT").pointTo(one);
    Item first = read(new ItemKey("ALIASES#a", "NEXT"));
    unsigned.alias("NEXT").pointTo(two);
    try (LiveAlias live = unsigned.alias("NEXT").watch()) {
      write(first);
      live.refresh();
      assertThat(live.route()).isEqualTo(two);
      edit(first.key(), "epoch", ItemValue.of(1));
      live.refresh();
      assertThat(live.route()).isEqualTo(one);
      assertThat(live.alias().epoch()).isEqualTo(1);
    }
  }

  @Test
  void changedStateFileIsNotUsed() {
    reader().alias("LIVE").watch(w -> w.keepIn(directory.resolve("state"))).close();
    unsigned().alias("LIVE").pointTo(two);
    unsigned().alias("LIVE").watch(w -> w.keepIn(directory.resolve("forged"))).close();
    assertRefused(
        Reason.UNSIGNED,
        () -> reader().alias("LIVE").watch(w -> w.keepIn(directory.resolve("forged"))));
    try (LiveAlias live = reader().alias("LIVE").watch(w -> w.keepIn(directory.resolve("state")))) {
      assertThat(live.route()).isEqualTo(one);
    }
  }

  @Test
  void frozenAliasIsRefusedUntilItIsRenewed() {
    clock.now = clock.now.plus(WITHIN);
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    clock.now = clock.now.plusSeconds(1);
    assertRefused(Reason.FROZEN, () -> reader().resolve("LIVE"));
    assertThat(signed.alias("LIVE").renew().routing()).isEqualTo(Routing.to(one));
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
  }

  @Test
  void frozenAliasKeepsServingAndGrowsStale() {
    try (LiveAlias live = reader().alias("LIVE").watch()) {
      clock.now = clock.now.plus(WITHIN).plusSeconds(1);
      assertRefused(Reason.FROZEN, live::refresh);
      assertThat(live.route()).isEqualTo(one);
    }
  }

  @Test
  void forgedAliasIsNotMovedOn() {
    unsigned().alias("LIVE").split(one, two, Weight.percent(10));
    assertRefused(Reason.UNSIGNED, () -> signed.alias("LIVE").promote());
    assertRefused(Reason.UNSIGNED, () -> signed.alias("LIVE").renew());
    assertRefused(Reason.UNSIGNED, () -> signed.alias("LIVE").rollback());
    signed.alias("LIVE").delete();
    signed.alias("LIVE").pointTo(one);
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
  }

  @Test
  void forgedLedgerRowIsNotRestored() {
    signed.alias("LIVE").pointTo(two);
    Item good = read(row(1));
    edit(row(1), "reason", ItemValue.of("forged"));
    assertRefused(Reason.CHANGED, () -> signed.alias("LIVE").rollback());
    assertThat(over(settings()).fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.LEDGER_CHANGED);
    write(good);
    signed.alias("LIVE").rollback();
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
  }

  @Test
  void fsckReportsWhatIsNotTrusted() {
    unsigned().alias("LIVE").pointTo(two);
    assertThat(over(settings().withTrustPolicy(POLICY)).fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.UNTRUSTED);
    assertThat(over(settings()).fsck().violations()).isEmpty();
  }

  @Test
  void rowsOfEveryKindOfMoveAreChained() {
    signed.alias("LIVE").describe("first");
    signed.alias("LIVE").delete();
    signed.alias("LIVE").pointTo(two);
    assertThat(over(settings()).fsck().violations()).isEmpty();
    for (int revision = 1; revision <= 4; revision++) {
      Item good = read(row(revision));
      edit(row(revision), "by", ItemValue.of("someone else"));
      assertThat(over(settings()).fsck().violations())
          .extracting(Violation::kind)
          .containsExactly(Violation.Kind.LEDGER_CHANGED);
      write(good);
    }
  }
}
