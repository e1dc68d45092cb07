package dev.versioned.signing;

import static dev.versioned.signing.Envelopes.IN_TOTO;
import static dev.versioned.signing.Envelopes.PROVENANCE;
import static dev.versioned.signing.Envelopes.envelope;
import static dev.versioned.signing.Envelopes.statement;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.maintenance.Violation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AttestationRefusedException;
import dev.versioned.model.AttestationRefusedException.Reason;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be attached to a version, and how it is listed. */
class AttachTest {
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final SigningKey OTHER = SigningKey.generate();
  private static final String SBOM = "https://cyclonedx.org/bom";

  @TempDir Path directory;

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repository =
      ArtifactRepository.of(blobs, items, RepositorySettings.defaults());
  private final Artifact artifact = repository.artifact("a");
  private final Version version = artifact.publish(Content.of("one")).version();
  private final String provenance = envelope(PROVENANCE, version.digest(), "ci", BUILDER);

  private void assertRefused(Reason reason, String envelope) {
    assertThatThrownBy(() -> artifact.attach(version, envelope))
        .isInstanceOf(AttestationRefusedException.class)
        .hasMessageStartingWith("Cannot ")
        .extracting(e -> ((AttestationRefusedException) e).reason())
        .isEqualTo(reason);
    assertThat(artifact.attestations(version)).isEmpty();
  }

  @Test
  void envelopeIsAttachedAsItIs() {
    Attestation attached = artifact.attach(version, "\n " + provenance + "\n");
    assertThat(attached.json()).isEqualTo(provenance);
    assertThat(attached.predicateType()).isEqualTo(PROVENANCE);
    assertThat(attached.digest()).isEqualTo(Digest.of(provenance.getBytes(UTF_8)));
    assertThat(attached.statement()).isEqualTo(statement(PROVENANCE, version.digest(), "ci"));
    assertThat(attached.keyIds()).isEmpty();
    assertThat(artifact.attestations(VersionNumber.of(1))).containsExactly(attached);
  }

  @Test
  void sameEnvelopeIsAttachedOnce() {
    Attestation first = artifact.attach(version, provenance);
    assertThat(artifact.attach(version.number(), provenance + "\n")).isEqualTo(first);
    assertThat(artifact.attestations(version)).containsExactly(first);
  }

  /** Another process attaches the same after this one has looked for it. */
  @Test
  void attestationOfAnotherProcessIsKept() {
    ForwardingItemStore racing =
        new ForwardingItemStore(items) {
          @Override
          public ItemWrite.Result write(String purpose, ItemWrite write) {
            artifact.attach(version, provenance);
            Item first = attachedFirst();
            Map<String, ItemValue> earlier = new TreeMap<>(first.attributes());
            earlier.put("at", ItemValue.of("2020-01-01T00:00:00Z"));
            items.write(
                "age", new ItemWrite.Put(new Item(first.key(), earlier), Condition.always()));
            return super.write(purpose, write);
          }
        };
    Instant first = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(
            ArtifactRepository.of(blobs, racing, RepositorySettings.defaults())
                .artifact("a")
                .attach(version, provenance)
                .attachedAt())
        .isEqualTo(first);
    assertThat(artifact.attestations(version))
        .extracting(Attestation::attachedAt)
        .containsExactly(first);
  }

  @Test
  void attestationsAreListedByType() {
    artifact.attach(version, provenance);
    artifact.attach(version, envelope(SBOM, version.digest(), "ci", BUILDER));
    artifact.attach(version, envelope(PROVENANCE, version.digest(), "laptop", BUILDER));
    assertThat(artifact.attestations(version)).hasSize(3);
    assertThat(artifact.attestations(version, PROVENANCE))
        .hasSize(2)
        .allMatch(attestation -> attestation.predicateType().equals(PROVENANCE));
    assertThat(artifact.attestations(version, "https://slsa.dev/provenance")).isEmpty();
    assertThat(artifact.attestations(artifact.put(Content.of("x")))).isEmpty();
  }

  @Test
  void attestationsAreNoSignatures() {
    artifact.attach(version, provenance);
    assertThatThrownBy(() -> artifact.attestation(version)).isInstanceOf(NotFoundException.class);
    artifact.sign(version, OTHER);
    assertThat(artifact.attestations(version)).hasSize(1);
    assertThat(artifact.attestation(version)).contains(OTHER.verifyingKey().id());
  }

  @Test
  void signaturesAreVerifiedWithKeys() {
    VerifyingKey builder = BUILDER.verifyingKey();
    VerifyingKey other = OTHER.verifyingKey();
    Attestation attached = artifact.attach(version, provenance);
    assertThat(attached.isSignedBy(builder)).isTrue();
    assertThat(attached.isSignedBy(other)).isFalse();
    assertThat(attached.verifiedBy(List.of(other, builder))).containsExactly(builder);
    String changed =
        provenance.replace(
            base64(statement(PROVENANCE, version.digest(), "ci")),
            base64(statement(PROVENANCE, version.digest(), "laptop")));
    assertThat(artifact.attach(version, changed).isSignedBy(builder)).isFalse();
    String noBase64 = provenance.replace("\"sig\":\"", "\"sig\":\"!");
    assertThat(Attestation.parse(noBase64, Instant.EPOCH).isSignedBy(builder)).isFalse();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void urlSafeBase64AndOlderStatementsAreRead() {
    String old =
        statement(PROVENANCE, version.digest(), "\u00bf\u00bf\u00ff\u00fe~~~???")
            .replace("Statement/v1", "Statement/v0.1");
    String standard = envelope(IN_TOTO, old, BUILDER);
    String urlSafe = standard.replace(base64(old), base64(old).replace('+', '-').replace('/', '_'));
    assertThat(urlSafe).isNotEqualTo(standard);
    Attestation read = Attestation.parse(urlSafe, Instant.EPOCH);
    assertThat(read.statement()).isEqualTo(old);
    assertThat(read.isSignedBy(BUILDER.verifyingKey())).isTrue();
  }

  @Test
  void whatIsNoEnvelopeIsRefused() {
    String own = statement(PROVENANCE, version.digest(), "ci");
    for (String text :
        List.of(
            "",
            "{}",
            "[]",
            "no JSON",
            own,
            envelope("text/plain", own, BUILDER),
            envelope(IN_TOTO, own),
            "{\"mediaType\":\"bundle\",\"dsseEnvelope\":" + provenance + "}",
            provenance.replace("\"payload\":\"", "\"payload\":\"!"),
            provenance.replace("\"payload\":", "\"body\":"),
            provenance.replace("\"sig\":", "\"signature\":"),
            provenance.replace("{\"payloadType\"", "{\"payload\":\"\",\"payloadType\""),
            provenance.replaceFirst("\\[(.*)]", "[" + "$1,".repeat(100) + "$1]"))) {
      assertRefused(Reason.NOT_AN_ENVELOPE, text);
    }
  }

  @Test
  void whatIsNoStatementIsRefused() {
    String own = statement(PROVENANCE, version.digest(), "ci");
    for (String payload :
        List.of(
            "",
            "[]",
            "no JSON",
            own.replace("Statement/v1", "Statement/v2"),
            own.replace("\"_type\"", "\"type\""),
            own.replace(PROVENANCE, ""),
            own.replace(PROVENANCE, "two words"),
            own.replace(PROVENANCE, "x".repeat(513)),
            own.replace("{\"_type\"", "{\"subject\":[],\"_type\""))) {
      assertRefused(Reason.NOT_A_STATEMENT, envelope(IN_TOTO, payload, BUILDER));
    }
    String latin = "\"payload\":\"" + Base64.getEncoder().encodeToString(new byte[] {'"', -1, '"'});
    assertRefused(
        Reason.NOT_A_STATEMENT,
        provenance.replaceFirst("\"payload\":\"[^\"]*", latin.replace("$", "")));
  }

  @Test
  void statementOfOtherContentIsRefused() {
    assertRefused(
        Reason.OTHER_SUBJECT, envelope(PROVENANCE, Digest.of(new byte[0]), "ci", BUILDER));
    assertRefused(
        Reason.OTHER_SUBJECT,
        envelope(
            IN_TOTO,
            statement(PROVENANCE, version.digest(), "ci").replace("sha256", "sha-256"),
            BUILDER));
  }

  @Test
  void ownStatementIsRefused() {
    artifact.sign(version, BUILDER);
    assertRefused(Reason.OWN_PREDICATE_TYPE, artifact.attestation(version));
  }

  @Test
  void largeEnvelopeIsRefused() {
    String large = envelope(PROVENANCE, version.digest(), "x".repeat(200_000), BUILDER);
    assertRefused(Reason.TOO_LARGE, large);
    String most =
        provenance.replaceFirst(
            "^\\{", "{" + " ".repeat(Attestation.MOST_BYTES - provenance.length()));
    assertThat(artifact.attach(version, most).json()).hasSize(Attestation.MOST_BYTES);
    assertThatThrownBy(() -> artifact.attach(version, most.replaceFirst("^\\{", "{ ")))
        .isInstanceOf(AttestationRefusedException.class);
  }

  @Test
  void versionHasALimitedNumber() {
    for (int i = 0; i < 32; i++) {
      artifact.attach(version, envelope(PROVENANCE, version.digest(), "ci-" + i, BUILDER));
    }
    assertThatThrownBy(() -> artifact.attach(version, provenance))
        .isInstanceOf(AttestationRefusedException.class)
        .hasMessageContaining("32")
        .extracting(e -> ((AttestationRefusedException) e).reason())
        .isEqualTo(Reason.TOO_MANY);
    assertThat(
            artifact
                .attach(version, envelope(PROVENANCE, version.digest(), "ci-7", BUILDER))
                .statement())
        .contains("ci-7");
    assertThat(artifact.attestations(version)).hasSize(32);
  }

  @Test
  void onlyStoredVersionsHaveAttestations() {
    Version draft = artifact.put(Content.of("draft"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> artifact.attach(draft, provenance))
        .withMessageContaining("publish it");
    assertThatThrownBy(() -> artifact.attach(VersionNumber.of(9), provenance))
        .isInstanceOf(NotFoundException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repository.artifact("b").attach(version, provenance));
  }

  private void put(int number, Map<String, ItemValue> attributes, String sort) {
    ItemKey key = new ItemKey("SIGNATURES#a", String.format(sort, number));
    items.write("edit", new ItemWrite.Put(new Item(key, attributes), Condition.always()));
  }

  private Item attachedFirst() {
    return items
        .query(
            "read",
            new ItemQuery(
                "SIGNATURES#a",
                "attestation#",
                "attestation#~",
                null,
                ItemQuery.Order.ASCENDING,
                10),
            Consistency.STRONG)
        .items()
        .get(0);
  }

  @Test
  void fsckReportsWhatIsAboutOtherContent() {
    artifact.attach(version, provenance);
    assertThat(repository.fsck().violations()).isEmpty();
    artifact.publish(Content.of("two"));
    Item item = attachedFirst();
    Map<String, ItemValue> copied = new TreeMap<>(item.attributes());
    for (int number : new int[] {2, 9}) {
      copied.put("number", ItemValue.of(number));
      put(number, copied, item.key().sort().replaceFirst("0{11}1", "%012d"));
    }
    put(1, Map.of(), "attestation#%012d#x");
    assertThat(repository.fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(
            Violation.Kind.ATTESTATION_DIFFERS,
            Violation.Kind.ATTESTATION_DIFFERS,
            Violation.Kind.RECORD_UNREADABLE);
    assertThat(artifact.attestations(VersionNumber.of(2))).isEmpty();
    assertThat(artifact.attestations(version)).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> repository.fsck().setAside("item SIGNATURES#a / attestation#000000000001#x"))
        .withMessageContaining("remove the item");
  }

  @Test
  void copiesHaveTheAttestations() {
    Attestation attached = artifact.attach(version, provenance);
    artifact.sign(version, BUILDER);
    artifact.publish(Content.of("two"));
    ArtifactRepository copy =
        ArtifactRepository.of(
            new MemoryBlobStore(), new MemoryItemStore(), RepositorySettings.defaults());
    repository.copyTo(copy).run();
    assertThat(copy.artifact("a").attestations(version.number())).containsExactly(attached);
    Attestation late = artifact.attach(version, envelope(SBOM, version.digest(), "x", OTHER));
    repository.exportTo(directory.resolve("export")).run();
    copy.importFrom(directory.resolve("export")).run();
    assertThat(copy.artifact("a").attestations(version.number()))
        .containsExactlyInAnyOrder(attached, late);
    assertThat(copy.fsck().violations()).isEmpty();
  }
}
