package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers with a trust policy accept and refuse, whatever someone wrote into the stores. */
class SignedVersionsTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey OTHER_KEY = SigningKey.generate();
  private static final ItemKey RECORD = new ItemKey("VERSIONS#a", "000000000001");
  private static final TrustPolicy POLICY = TrustPolicy.of(KEY.verifyingKey());

  @TempDir Path directory;

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final Artifact unsigned = over(RepositorySettings.defaults());
  private final Artifact signed = over(RepositorySettings.defaults().withSigner(KEY));
  private final Artifact reader = reading(POLICY);

  private Artifact over(RepositorySettings settings) {
    return ArtifactRepository.of(blobs, items, settings).artifact("a");
  }

  private Artifact reading(TrustPolicy policy) {
    return over(RepositorySettings.defaults().withTrustPolicy(policy));
  }

  private void edit(ItemKey key, String attribute, ItemValue value) {
    Item item = items.read("edit", key, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.put(attribute, value);
    items.write("edit", new ItemWrite.Put(new Item(key, attributes), Condition.always()));
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UntrustedVersionException.class)
        .hasMessageStartingWith("Cannot ")
        .extracting(e -> ((UntrustedVersionException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void signedVersionIsUsedByEveryReader() {
    Version version = signed.publish(Content.of("one")).version();
    unsigned.alias("LIVE").pointTo(version);
    assertThat(reader.resolve("1")).isEqualTo(version);
    assertThat(reader.resolve("LIVE")).isEqualTo(version);
    assertThat(reader.resolve("$LATEST")).isEqualTo(version);
    assertThat(reader.readBytes(version)).isEqualTo("one".getBytes(UTF_8));
    assertThat(reader.requireTrusted(version)).isEqualTo(version);
    try (LiveAlias live = reader.alias("LIVE").watch()) {
      assertThat(live.route()).isEqualTo(version);
    }
    assertThat(reader.alias("LIVE").pointTo(version).revision()).isEqualTo(2);
  }

  @Test
  void unsignedVersionIsRefusedByEveryReader() {
    Version version = unsigned.publish(Content.of("one")).version();
    unsigned.alias("LIVE").pointTo(version);
    ArtifactRepository repository =
        ArtifactRepository.of(blobs, items, RepositorySettings.defaults().withTrustPolicy(POLICY));
    Path cached = directory.resolve("cache");
    ArtifactCache.builder(
            ArtifactRepository.of(blobs, items, RepositorySettings.defaults()), cached)
        .build()
        .fetch(version);
    ArtifactCache cache = ArtifactCache.builder(repository, cached).build();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> reader.resolve("1"),
            () -> reader.find("1"),
            () -> reader.resolve("LIVE"),
            () -> reader.find("LIVE"),
            () -> reader.resolve("$LATEST"),
            () -> reader.open(version),
            () -> reader.readBytes(version.number()),
            () -> reader.download(version, directory.resolve("file")),
            () -> reader.requireTrusted(version),
            () -> reader.alias("LIVE").watch(),
            () -> reader.alias("NEXT").pointTo(version),
            () -> cache.fetch(version))) {
      assertRefused(Reason.UNSIGNED, call);
    }
    assertThat(directory.resolve("file")).doesNotExist();
    assertThat(unsigned.find("NEXT")).isEmpty();
  }

  @Test
  void artifactThatThePolicyDoesNotCoverNeedsNoSignature() {
    Version version = unsigned.publish(Content.of("one")).version();
    assertThat(reading(POLICY.withArtifacts("b", "ab*")).resolve("1")).isEqualTo(version);
    assertRefused(Reason.UNSIGNED, () -> reading(POLICY.withArtifacts("b", "a*")).resolve("1"));
  }

  @Test
  void workingCopyIsRefused() {
    unsigned.put(Content.of("draft"));
    assertRefused(Reason.UNSIGNED, () -> reader.resolve("$LATEST"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sha256", "size_bytes", "content_type", "description", "created_by", "metadata"})
  void changedRecordIsRefused(String attribute) {
    signed.publish(
        Content.of("one"), p -> p.description("first").by("ci").metadata("git.sha", "1a"));
    edit(
        RECORD,
        attribute,
        switch (attribute) {
          case "sha256" -> ItemValue.of(Digest.of(new byte[] {1}).hex());
          case "size_bytes" -> ItemValue.of(4);
          case "metadata" -> new ItemValue.Fields(Map.of("git.sha", ItemValue.of("2b")));
          default -> ItemValue.of("text/x-other");
        });
    assertRefused(Reason.CHANGED, () -> reader.resolve("1"));
  }

  @Test
  void signatureOfAnotherVersionDoesNotCount() {
    signed.publish(Content.of("one"));
    unsigned.publish(Content.of("two"));
    ItemKey first = new ItemKey("SIGNATURES#a", "000000000001#" + KEY.verifyingKey());
    ItemKey second = new ItemKey("SIGNATURES#a", "000000000002#" + KEY.verifyingKey());
    Map<String, ItemValue> copied =
        new TreeMap<>(items.read("copy", first, Consistency.STRONG).orElseThrow().attributes());
    copied.put("number", ItemValue.of(2));
    items.write("copy", new ItemWrite.Put(new Item(second, copied), Condition.always()));
    assertRefused(Reason.CHANGED, () -> reader.resolve("2"));
  }

  @Test
  void unknownKeyDoesNotCount() {
    signed.publish(Content.of("one"));
    assertThatThrownBy(() -> reading(TrustPolicy.of(OTHER_KEY.verifyingKey())).resolve("1"))
        .isInstanceOf(UntrustedVersionException.class)
        .hasMessageContaining(KEY.verifyingKey().id())
        .extracting(e -> ((UntrustedVersionException) e).reason())
        .isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void revokedKeyCountsForListedVersionsOnly() {
    Version first = signed.publish(Content.of("one")).version();
    signed.publish(Content.of("two"));
    TrustPolicy revoked =
        TrustPolicy.of(KEY.verifyingKey(), OTHER_KEY.verifyingKey())
            .withRevoked(KEY.verifyingKey());
    assertRefused(Reason.REVOKED_KEY, () -> reading(revoked).resolve("1"));
    Artifact listed =
        reading(revoked.withAllowed(first.artifact(), first.number(), first.digest()));
    assertThat(listed.resolve("1")).isEqualTo(first);
    assertRefused(Reason.REVOKED_KEY, () -> listed.resolve("2"));
    TrustPolicy otherBytes =
        revoked.withAllowed(first.artifact(), first.number(), Digest.of(new byte[0]));
    assertRefused(Reason.REVOKED_KEY, () -> reading(otherBytes).resolve("1"));
  }

  @Test
  void keysRotate() {
    Version version = signed.publish(Content.of("one")).version();
    unsigned.sign(version, OTHER_KEY);
    assertThat(reading(TrustPolicy.of(OTHER_KEY.verifyingKey())).resolve("1")).isEqualTo(version);
    assertThat(reader.resolve("1")).isEqualTo(version);
  }

  @Test
  void repeatedPublishAddsTheSignature() {
    Version version = unsigned.publish(Content.of("one")).version();
    PublishResult again = signed.publish(Content.of("one"));
    assertThat(again).isEqualTo(new PublishResult(version, PublishResult.Outcome.UNCHANGED));
    assertThat(reader.resolve("1")).isEqualTo(version);
    unsigned.publish(Content.of("two"), p -> p.idempotencyKey("k"));
    assertThat(signed.publish(Content.of("two"), p -> p.idempotencyKey("k")).outcome())
        .isEqualTo(PublishResult.Outcome.REPLAYED);
    assertThat(reader.resolve("2").number()).isEqualTo(VersionNumber.of(2));
  }

  @Test
  void changedRecordIsNotSignedAgain() {
    signed.publish(Content.of("one"));
    edit(RECORD, "description", ItemValue.of("forged"));
    assertRefused(Reason.CHANGED, () -> signed.publish(Content.of("one")));
    assertRefused(Reason.CHANGED, () -> unsigned.sign(VersionNumber.of(1), KEY));
    assertRefused(Reason.CHANGED, () -> reader.resolve("1"));
  }

  @Test
  void latestIsSignedOnlyWithItsExpectedDigest() {
    unsigned.put(Content.of("draft"));
    assertThatIllegalArgumentException()
        .isThrownBy(signed::publish)
        .withMessageContaining("expect its digest");
    assertThat(unsigned.versions()).isEmpty();
    signed.publish(p -> p.expectDigest(Digest.of("draft".getBytes(UTF_8))));
    assertThat(reader.resolve("1").number()).isEqualTo(VersionNumber.of(1));
  }

  @Test
  void versionPassedFromAnotherRepositoryIsNotSigned() {
    Version version = unsigned.publish(Content.of("one")).version();
    edit(RECORD, "created_at", ItemValue.of("2020-01-01T00:00:00Z"));
    assertThatIllegalArgumentException().isThrownBy(() -> unsigned.sign(version, KEY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unsigned.sign(unsigned.put(Content.of("x")), KEY))
        .withMessageContaining("publish it");
    assertThatThrownBy(() -> unsigned.sign(VersionNumber.of(9), KEY))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void policyThatHasEndedRefusesEverything() {
    signed.publish(Content.of("one"));
    assertRefused(
        Reason.POLICY_EXPIRED, () -> reading(POLICY.withExpiry(Instant.EPOCH)).resolve("1"));
  }

  @Test
  void signatureIsReadOncePerVersion() {
    List<String> reads = new ArrayList<>();
    ArtifactRepository counted =
        ArtifactRepository.of(
            blobs,
            new ForwardingItemStore(items) {
              @Override
              public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
                reads.add(key.partition());
                return super.read(purpose, key, consistency);
              }
            },
            RepositorySettings.defaults().withTrustPolicy(POLICY));
    Version version = signed.publish(Content.of("one")).version();
    for (int i = 0; i < 5; i++) {
      counted.artifact("a").readBytes(version);
    }
    assertThat(reads).containsExactly("SIGNATURES#a");
  }

  @Test
  void signatureAppearsWithItsVersion() {
    List<Integer> transactions = new ArrayList<>();
    ArtifactRepository counted =
        ArtifactRepository.of(
            blobs,
            new ForwardingItemStore(items) {
              @Override
              public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
                transactions.add(writes.size());
                return super.writeAll(purpose, writes);
              }
            },
            RepositorySettings.defaults().withSigner(KEY));
    counted.artifact("a").publish(Content.of("one"));
    counted.artifact("a").publish(Content.of("two"), p -> p.idempotencyKey("k"));
    assertThat(transactions).containsExactly(2, 3);
  }

  @Test
  void failingSignerPublishesNothing() {
    Signer broken =
        new Signer() {
          @Override
          public VerifyingKey verifyingKey() {
            return KEY.verifyingKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            throw new IllegalStateException("the key is disabled");
          }
        };
    Artifact artifact = over(RepositorySettings.defaults().withSigner(broken));
    assertThatThrownBy(() -> artifact.publish(Content.of("one"))).hasMessage("the key is disabled");
    assertThat(unsigned.versions()).isEmpty();
    Artifact next =
        over(RepositorySettings.defaults().withSigner(KEY).withPublishWait(Duration.ofMillis(1)));
    assertThatCode(() -> next.publish(Content.of("one"))).doesNotThrowAnyException();
  }

  @Test
  void followerKeepsServingWhatItTrusts() {
    Version one = signed.publish(Content.of("one")).version();
    Version two = unsigned.publish(Content.of("two")).version();
    unsigned.alias("LIVE").pointTo(one);
    try (LiveAlias live = reader.alias("LIVE").watch()) {
      unsigned.alias("LIVE").pointTo(two);
      assertRefused(Reason.UNSIGNED, live::refresh);
      assertThat(live.route()).isEqualTo(one);
    }
  }

  /** A reader with the policy in a process of its own, while the table cannot be read. */
  private Artifact inAnOutage() {
    return ArtifactRepository.of(
            blobs,
            new ForwardingItemStore(items) {
              @Override
              public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
                throw BackendException.transientFailure("Cannot read: the store is down", null);
              }
            },
            RepositorySettings.defaults().withTrustPolicy(POLICY))
        .artifact("a");
  }

  @Test
  void keptStateIsTrustedByItsOwnSignatures() {
    Version one = signed.publish(Content.of("one")).version();
    unsigned.alias("LIVE").pointTo(one);
    reader.alias("LIVE").watch(w -> w.keepIn(directory.resolve("trusted"))).close();
    unsigned.alias("LIVE").watch(w -> w.keepIn(directory.resolve("unsigned"))).close();
    try (LiveAlias live =
        inAnOutage().alias("LIVE").watch(w -> w.keepIn(directory.resolve("trusted")))) {
      assertThat(live.route()).isEqualTo(one);
    }
    assertThatThrownBy(
            () -> inAnOutage().alias("LIVE").watch(w -> w.keepIn(directory.resolve("unsigned"))))
        .isInstanceOf(BackendException.class);
  }

  @Test
  void attestationHasTheStatementAndItsSignatures() {
    Version version =
        signed
            .publish(
                Content.of("one"),
                p -> p.description("caf\u00e9 \"x\"\n").metadata("git.sha", "1a"))
            .version();
    assertThat(unsigned.attestation(version))
        .startsWith("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"")
        .contains("\"signatures\":[{\"keyid\":\"" + KEY.verifyingKey() + "\",\"sig\":\"");
    String payload =
        unsigned.attestation(version).replaceFirst(".*\"payload\":\"", "").replaceFirst("\".*", "");
    assertThat(new String(java.util.Base64.getDecoder().decode(payload), UTF_8))
        .isEqualTo(
            "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\""
                + version.key()
                + "\",\"digest\":{\"sha256\":\""
                + version.digest().hex()
                + "\"}}],\"predicateType\":\"https://versioned.dev/version/v1\",\"predicate\":{"
                + "\"artifact\":\"a\",\"number\":1,\"sha256\":\""
                + version.digest().hex()
                + "\",\"sizeBytes\":3,\"contentType\":\""
                + version.contentType()
                + "\",\"fileName\":\"\",\"description\":\"caf\\u00e9 \\\"x\\\"\\u000a\","
                + "\"metadata\":{\"git.sha\":\"1a\"},\"createdAt\":\""
                + version.createdAt()
                + "\",\"createdBy\":\""
                + version.createdBy()
                + "\"}}");
    unsigned.publish(Content.of("two"));
    assertThatThrownBy(() -> unsigned.attestation(VersionNumber.of(2)))
        .isInstanceOf(NotFoundException.class);
  }
}
