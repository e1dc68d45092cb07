package dev.versioned.signing;

import static dev.versioned.signing.Envelopes.PROVENANCE;
import static dev.versioned.signing.Envelopes.envelope;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers whose policy demands attestations, whatever someone wrote into the table. */
class DemandedAttestationsTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final TrustPolicy SIGNED = TrustPolicy.of(KEY.verifyingKey());
  private static final TrustPolicy POLICY =
      SIGNED.withAttestation(PROVENANCE, BUILDER.verifyingKey());

  @TempDir Path directory;

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final Artifact publisher = over(RepositorySettings.defaults().withSigner(KEY));
  private final Artifact reader = reading(POLICY);
  private final Version version = publisher.publish(Content.of("one")).version();

  private Artifact over(RepositorySettings settings) {
    return ArtifactRepository.of(blobs, items, settings).artifact("a");
  }

  private Artifact reading(TrustPolicy policy) {
    return over(RepositorySettings.defaults().withTrustPolicy(policy));
  }

  private String provenance(SigningKey... by) {
    return envelope(PROVENANCE, version.digest(), "ci", by);
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UntrustedVersionException.class)
        .hasMessageStartingWith("Cannot ")
        .extracting(e -> ((UntrustedVersionException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void versionWithoutAnAttestationIsRefusedEverywhere() {
    publisher.alias("LIVE").pointTo(version);
    Path cached = directory.resolve("cache");
    ArtifactCache cache =
        ArtifactCache.builder(
                ArtifactRepository.of(
                    blobs, items, RepositorySettings.defaults().withTrustPolicy(POLICY)),
                cached)
            .build();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> reader.resolve("1"),
            () -> reader.resolve("LIVE"),
            () -> reader.readBytes(version),
            () -> reader.download(version, directory.resolve("file")),
            () -> reader.alias("LIVE").watch(),
            () -> reader.alias("NEXT").pointTo(version),
            () -> cache.fetch(version))) {
      assertRefused(Reason.UNATTESTED, call);
    }
    publisher.attach(version, provenance(BUILDER));
    assertThat(reader.resolve("LIVE")).isEqualTo(version);
    assertThat(cache.fetch(version)).exists();
    assertThat(reader.alias("NEXT").pointTo(version).revision()).isEqualTo(1);
  }

  @Test
  void attestationOfAnotherKeyOrTypeDoesNotCount() {
    publisher.attach(version, provenance(KEY));
    publisher.attach(version, envelope("https://test", version.digest(), "ci", BUILDER));
    assertRefused(Reason.UNATTESTED, () -> reader.resolve("1"));
    publisher.attach(version, provenance(KEY, BUILDER));
    assertThat(reader.resolve("1")).isEqualTo(version);
  }

  @Test
  void keyOfAnAttestationSignsNoVersion() {
    over(RepositorySettings.defaults()).publish(Content.of("two"));
    over(RepositorySettings.defaults()).sign(VersionNumber.of(2), BUILDER);
    assertRefused(Reason.UNKNOWN_KEY, () -> reader.resolve("2"));
  }

  @Test
  void attestationOfAnotherVersionDoesNotCount() {
    publisher.attach(version, provenance(BUILDER));
    publisher.publish(Content.of("two"));
    Item attached = attached();
    Map<String, ItemValue> copied = new TreeMap<>(attached.attributes());
    copied.put("number", ItemValue.of(2));
    ItemKey second =
        new ItemKey("SIGNATURES#a", attached.key().sort().replaceFirst("0{11}1", "000000000002"));
    items.write("copy", new ItemWrite.Put(new Item(second, copied), Condition.always()));
    assertRefused(Reason.UNATTESTED, () -> reader.resolve("2"));
  }

  private Item attached() {
    return items
        .query(
            "read",
            new ItemQuery(
                "SIGNATURES#a",
                "attestation#",
                "attestation#~",
                null,
                ItemQuery.Order.ASCENDING,
                1),
            Consistency.STRONG)
        .items()
        .get(0);
  }

  @Test
  void everyDemandedTypeIsNeeded() {
    publisher.attach(version, provenance(BUILDER));
    Artifact strict = reading(POLICY.withAttestation("https://test", BUILDER.verifyingKey()));
    assertRefused(Reason.UNATTESTED, () -> strict.resolve("1"));
    publisher.attach(version, envelope("https://test", version.digest(), "ci", BUILDER));
    assertThat(strict.resolve("1")).isEqualTo(version);
  }

  @Test
  void revokedKeyAttestsListedVersionsOnly() {
    publisher.attach(version, provenance(BUILDER));
    TrustPolicy revoked = POLICY.withRevoked(BUILDER.verifyingKey());
    assertRefused(Reason.UNATTESTED, () -> reading(revoked).resolve("1"));
    TrustPolicy listed =
        revoked.withAllowed(version.artifact(), version.number(), version.digest());
    assertThat(reading(listed).resolve("1")).isEqualTo(version);
  }

  @Test
  void artifactThatThePolicyDoesNotCoverNeedsNone() {
    assertThat(reading(POLICY.withArtifacts("b")).resolve("1")).isEqualTo(version);
  }

  @Test
  void attestationAmongOthersIsFound() {
    for (int i = 0; i < 31; i++) {
      publisher.attach(version, envelope(PROVENANCE, version.digest(), "other-" + i, KEY));
    }
    publisher.attach(version, provenance(BUILDER));
    assertThat(reader.resolve("1")).isEqualTo(version);
  }

  /** Counts what is read. */
  private static final class Counted extends ForwardingItemStore {
    final List<String> envelopes = new ArrayList<>();
    final List<String> requests = new ArrayList<>();

    Counted(MemoryItemStore items) {
      super(items);
    }

    @Override
    public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
      Page<Item> page = super.query(purpose, query, consistency);
      page.items().forEach(item -> envelopes.add(item.key().sort()));
      requests.add(purpose);
      return page;
    }

    @Override
    public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
      requests.add(purpose);
      return super.read(purpose, key, consistency);
    }
  }

  private Artifact counting(Counted counted) {
    return ArtifactRepository.of(
            blobs, counted, RepositorySettings.defaults().withTrustPolicy(POLICY))
        .artifact("a");
  }

  @Test
  void readerExaminesALimitedNumber() {
    for (int i = 0; i < 200; i++) {
      items.write("flood", new ItemWrite.Put(flooding(i), Condition.always()));
    }
    Counted counted = new Counted(items);
    Artifact limited = counting(counted);
    assertRefused(Reason.UNATTESTED, () -> limited.requireTrusted(version));
    assertThat(counted.envelopes).hasSizeBetween(100, 128);
  }

  private Item flooding(int i) {
    Attestation one =
        Attestation.parse(
            envelope(PROVENANCE, version.digest(), "flood-" + i, KEY), version.createdAt());
    ItemKey key =
        new ItemKey(
            "SIGNATURES#a",
            "attestation#000000000001#"
                + Digest.of(PROVENANCE.getBytes(UTF_8)).hex()
                + "#"
                + one.digest().hex());
    return new Item(
        key,
        Map.of(
            "artifact", ItemValue.of("a"),
            "number", ItemValue.of(1),
            "envelope", ItemValue.of(one.json()),
            "at", ItemValue.of(one.attachedAt().toString()),
            "schema", ItemValue.of(1)));
  }

  @Test
  void attestationIsReadOncePerVersion() {
    publisher.attach(version, provenance(BUILDER));
    Counted counted = new Counted(items);
    Artifact artifact = counting(counted);
    for (int i = 0; i < 3; i++) {
      artifact.requireTrusted(version);
    }
    assertThat(counted.requests)
        .containsExactly("read the signature of a:1", "list the attestations of a:1");
  }

  /** A reader with the policy in a process of its own, while the table cannot be read. */
  private LiveAlias inAnOutage(TrustPolicy policy) {
    ForwardingItemStore down =
        new ForwardingItemStore(items) {
          @Override
          public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
            throw BackendException.transientFailure("Cannot read: the store is down", null);
          }

          @Override
          public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
            throw BackendException.transientFailure("Cannot query: the store is down", null);
          }
        };
    return ArtifactRepository.of(blobs, down, RepositorySettings.defaults().withTrustPolicy(policy))
        .artifact("a")
        .alias("LIVE")
        .watch(w -> w.keepIn(directory.resolve("state")));
  }

  private void keep(TrustPolicy policy) {
    reading(policy).alias("LIVE").watch(w -> w.keepIn(directory.resolve("state"))).close();
  }

  @Test
  void keptStateHasTheAttestations() {
    publisher.attach(version, provenance(BUILDER));
    publisher.alias("LIVE").pointTo(version);
    keep(SIGNED);
    assertThatThrownBy(() -> inAnOutage(POLICY)).isInstanceOf(BackendException.class);
    keep(POLICY);
    try (LiveAlias live = inAnOutage(POLICY)) {
      assertThat(live.route()).isEqualTo(version);
    }
  }

  @Test
  void largeAttestationIsNotKept() {
    publisher.attach(version, envelope(PROVENANCE, version.digest(), "x".repeat(60_000), BUILDER));
    publisher.alias("LIVE").pointTo(version);
    keep(POLICY);
    assertThat(directory.resolve("state")).isRegularFile();
    assertThatThrownBy(() -> inAnOutage(POLICY)).isInstanceOf(BackendException.class);
    try (LiveAlias live = reader.alias("LIVE").watch()) {
      assertThat(live.route()).isEqualTo(version);
    }
  }

  @Test
  void signedPolicyHasTheDemands() {
    TrustPolicy two =
        POLICY.withAttestation("https://test", KEY.verifyingKey(), BUILDER.verifyingKey());
    SignedPolicy policy = new SignedPolicy(two, 1);
    String text = policy.sign(KEY);
    assertThat(text).contains("\nattestation " + PROVENANCE + " ");
    assertThat(SignedPolicy.parse(text, KEY.verifyingKey())).isEqualTo(policy);
    assertThat(two).isNotEqualTo(POLICY);
    assertThat(two.attestations().get("https://test")).hasSize(2);
  }

  @Test
  void demandThatIsNoneIsRefused() {
    VerifyingKey key = BUILDER.verifyingKey();
    assertThatIllegalArgumentException().isThrownBy(() -> SIGNED.withAttestation(PROVENANCE));
    assertThatIllegalArgumentException().isThrownBy(() -> SIGNED.withAttestation("a b", key));
    assertThatIllegalArgumentException().isThrownBy(() -> SIGNED.withAttestation("", key));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SIGNED.withAttestation("https://versioned.dev/version/v1", key))
        .withMessageContaining("trust their keys");
  }
}
