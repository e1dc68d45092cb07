package dev.versioned.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.maintenance.Violation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Routing;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a mover with a key refuses to sign, and what readers make of moves at the same time. */
class SignedMoverTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Duration WITHIN = Duration.ofDays(1);
  private static final TrustPolicy POLICY =
      TrustPolicy.of(KEY.verifyingKey()).withSignedMoves(WITHIN);
  private static final ItemKey LIVE = new ItemKey("ALIASES#a", "LIVE");

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final SetClock clock = new SetClock();
  private final Artifact signed = mover();
  private Version one;
  private Version two;

  private RepositorySettings settings() {
    return RepositorySettings.defaults().withClock(clock);
  }

  private Artifact over(ItemStore store, RepositorySettings settings) {
    return ArtifactRepository.of(blobs, store, settings).artifact("a");
  }

  /** A mover in a process of its own. */
  private Artifact mover() {
    return over(items, settings().withSigner(KEY).withTrustPolicy(POLICY));
  }

  private Artifact reader() {
    return over(items, settings().withTrustPolicy(POLICY));
  }

  private Artifact unsigned() {
    return over(items, settings());
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

  private void remove(ItemKey key) {
    items.write("remove", new ItemWrite.Delete(key, Condition.always()));
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UntrustedVersionException.class)
        .hasMessageStartingWith("Cannot ")
        .extracting(e -> ((UntrustedVersionException) e).reason())
        .isEqualTo(reason);
  }

  /** Otherwise its own policy, and every reader's, would refuse the alias from then on. */
  @Test
  void moveThatItsOwnPolicyRefusesIsNotMade() {
    Artifact keyless = reader();
    assertRefused(Reason.UNSIGNED, () -> keyless.alias("LIVE").pointTo(two));
    assertRefused(Reason.UNSIGNED, () -> keyless.alias("LIVE").renew());
    assertRefused(Reason.UNSIGNED, () -> keyless.alias("NEW").pointTo(one));
    Artifact wrongKey =
        over(items, settings().withSigner(SigningKey.generate()).withTrustPolicy(POLICY));
    assertRefused(Reason.UNKNOWN_KEY, () -> wrongKey.alias("LIVE").pointTo(two));
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    keyless.alias("LIVE").delete();
    assertThat(unsigned().alias("LIVE").find()).isEmpty();
  }

  /** Another thread of the process reads the next revision while an answer is on its way. */
  @Test
  void answerThatArrivesLateIsNoReplay() {
    Artifact[] same = new Artifact[1];
    boolean[] late = {false};
    ItemStore slow =
        new ForwardingItemStore(items) {
          @Override
          public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
            Optional<Item> answer = super.read(purpose, key, consistency);
            if (late[0] && key.equals(LIVE)) {
              late[0] = false;
              signed.alias("LIVE").pointTo(two);
              assertThat(same[0].resolve("LIVE")).isEqualTo(two);
            }
            return answer;
          }
        };
    same[0] = over(slow, settings().withTrustPolicy(POLICY));
    late[0] = true;
    assertThat(same[0].resolve("LIVE")).isEqualTo(one);
    assertThat(same[0].resolve("LIVE")).isEqualTo(two);
    try (LiveAlias live = same[0].alias("LIVE").watch()) {
      signed.alias("LIVE").pointTo(one);
      late[0] = true;
      live.refresh();
      assertThat(late[0]).isFalse();
    }
  }

  /** Whoever may write the whole table can put back the alias, and shorten its ledger to fit. */
  @Test
  void stateThatWasPutBackIsNotMovedOn() {
    Item before = read(LIVE);
    signed.alias("LIVE").pointTo(two);
    assertThat(signed.resolve("LIVE")).isEqualTo(two);
    write(before);
    remove(row(2));
    assertRefused(Reason.REPLAYED, () -> signed.alias("LIVE").renew());
    assertRefused(Reason.REPLAYED, () -> signed.alias("LIVE").pointTo(two));
    signed.alias("LIVE").delete();
    assertThat(unsigned().alias("LIVE").find()).isEmpty();
  }

  /** A mover that has just started signs what was put back, as the revision that was taken away. */
  @Test
  void otherStateOfTheSameRevisionIsRefused() {
    Item before = read(LIVE);
    signed.alias("LIVE").pointTo(two);
    Artifact reader = reader();
    assertThat(reader.resolve("LIVE")).isEqualTo(two);
    write(before);
    remove(row(2));
    mover().alias("LIVE").renew();
    assertRefused(Reason.REPLAYED, () -> reader.resolve("LIVE"));
  }

  @Test
  void timeThatATombstoneClaimsIsNotSigned() {
    unsigned().alias("LIVE").delete();
    edit(LIVE, "updated_at", ItemValue.of("2999-01-01T00:00:00Z"));
    signed.alias("LIVE").pointTo(one);
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    clock.advance(WITHIN.plusSeconds(1));
    assertRefused(Reason.FROZEN, () -> reader().resolve("LIVE"));
  }

  /** The mover's clock was wrong; the next move has the right time again. */
  @Test
  void moveFromTheFutureIsRefusedUntilTheNext() {
    Duration ahead = WITHIN.plusSeconds(1);
    clock.advance(ahead);
    signed.alias("LIVE").renew();
    clock.advance(ahead.negated());
    assertRefused(Reason.FROZEN, () -> reader().resolve("LIVE"));
    signed.alias("LIVE").renew();
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
  }

  @Test
  void epochSurvivesADeletion() {
    Artifact plain = unsigned();
    plain.alias("NEXT").pointTo(one);
    edit(new ItemKey("ALIASES#a", "NEXT"), "epoch", ItemValue.of(3));
    try (LiveAlias live = plain.alias("NEXT").watch()) {
      plain.alias("NEXT").delete();
      plain.alias("NEXT").pointTo(two);
      live.refresh();
      assertThat(live.route()).isEqualTo(two);
      assertThat(live.alias().epoch()).isEqualTo(3);
    }
  }

  @Test
  void importedRolloutKeepsTheChainOfItsLedger() {
    signed.alias("LIVE").rollout().start(two, RolloutStrategy.parse("Canary10Percent5Minutes"));
    MemoryItemStore others = new MemoryItemStore();
    ArtifactRepository target = ArtifactRepository.of(new MemoryBlobStore(), others, settings());
    ArtifactRepository.of(blobs, items, settings()).copyTo(target).run();
    assertThat(target.fsck().violations()).isEmpty();
    Item copied = others.read("read", LIVE, Consistency.STRONG).orElseThrow();
    assertThat(copied.attributes().get("row_hash"))
        .isEqualTo(read(LIVE).attributes().get("row_hash"));
    // It is not what was signed.
    assertThat(copied.attributes()).doesNotContainKeys("signature", "key_id");
    Item last = others.read("read", row(2), Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> changed = new TreeMap<>(last.attributes());
    changed.put("by", ItemValue.of("someone else"));
    others.write("write", new ItemWrite.Put(new Item(row(2), changed), Condition.always()));
    assertThat(target.fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.LEDGER_CHANGED);
    assertThat(target.artifact("a").alias("LIVE").read().routing())
        .isEqualTo(unsigned().alias("LIVE").read().routing())
        .isNotEqualTo(Routing.to(one));
  }

  /** A scheduled renewal has the key, and perhaps no policy. */
  @Test
  void aliasOfAnotherMoverIsNotRenewedBlindly() {
    Artifact renewing = over(items, settings().withSigner(KEY));
    assertThat(renewing.alias("LIVE").renew().revision()).isEqualTo(2);
    unsigned().alias("LIVE").pointTo(two);
    assertRefused(Reason.UNSIGNED, () -> renewing.alias("LIVE").renew());
    assertRefused(Reason.UNSIGNED, () -> reader().resolve("LIVE"));
    renewing.alias("LIVE").pointTo(one); // takes nothing over from what was stored
    assertThat(reader().resolve("LIVE")).isEqualTo(one);
    edit(LIVE, "description", ItemValue.of("changed"));
    assertRefused(Reason.CHANGED, () -> renewing.alias("LIVE").renew());
    renewing.alias("LIVE").pointTo(one);
    SigningKey next = SigningKey.generate();
    Artifact rotating = over(items, settings().withSigner(next));
    assertRefused(Reason.UNKNOWN_KEY, () -> rotating.alias("LIVE").renew());
    TrustPolicy both = TrustPolicy.of(next.verifyingKey(), KEY.verifyingKey());
    Artifact trusting = over(items, settings().withSigner(next).withTrustPolicy(both));
    assertThat(trusting.alias("LIVE").renew().routing()).isEqualTo(Routing.to(one));
  }
}
