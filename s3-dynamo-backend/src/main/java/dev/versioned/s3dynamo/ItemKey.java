package dev.versioned.s3dynamo;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where an item lies. Versions, aliases and ledgers lie in different partitions, so that a policy
 * with {@code dynamodb:LeadingKeys} can let one role publish and another one move aliases.
 *
 * @param pk the partition key
 * @param sk the sort key
 */
record ItemKey(String pk, String sk) {
  /** What sorts before and after every version number, and after every ledger revision. */
  static final String LOWEST_NUMBER = "000000000001";

  static final String HIGHEST_NUMBER = "999999999999";

  /** The sort key of an artifact's own item. */
  static final String ARTIFACT = "#";

  /** What the partition keys of aliases, and the sort keys of idempotency keys, start with. */
  static final String ALIASES = "ALIASES#";

  static final String IDEMPOTENCY_KEYS = "idem#";

  static ItemKey artifact(ArtifactName artifact) {
    return new ItemKey(versions(artifact), ARTIFACT);
  }

  static ItemKey version(ArtifactName artifact, VersionNumber number) {
    return new ItemKey(versions(artifact), number.padded());
  }

  static ItemKey latest(ArtifactName artifact) {
    return new ItemKey(versions(artifact), "$LATEST");
  }

  static ItemKey idempotencyKey(ArtifactName artifact, IdempotencyKey key) {
    return new ItemKey(versions(artifact), IDEMPOTENCY_KEYS + key);
  }

  static ItemKey upload(ArtifactName artifact, String uploadId) {
    return new ItemKey(versions(artifact), "upload#" + uploadId);
  }

  static ItemKey alias(ArtifactName artifact, AliasName alias) {
    return new ItemKey(aliases(artifact), alias.value());
  }

  static ItemKey ledgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return new ItemKey(ledger(artifact), ledgerSortKey(alias, revision));
  }

  /** Returns the artifact of a partition key. */
  static ArtifactName artifactOf(String pk) {
    return ArtifactName.parse(pk.substring(pk.indexOf('#') + 1));
  }

  static String versions(ArtifactName artifact) {
    return "VERSIONS#" + artifact;
  }

  static String aliases(ArtifactName artifact) {
    return ALIASES + artifact;
  }

  static String ledger(ArtifactName artifact) {
    return "LEDGER#" + artifact;
  }

  /** Revisions are padded as version numbers are, so that their order is the order of the text. */
  static String ledgerSortKey(AliasName alias, long revision) {
    return alias + "#" + VersionNumber.of(revision).padded();
  }

  Map<String, AttributeValue> toMap() {
    return Map.of(Attributes.PK, AttributeValue.fromS(pk), Attributes.SK, AttributeValue.fromS(sk));
  }

  /** Returns the key as people write it. */
  @Override
  public String toString() {
    return pk + " / " + sk;
  }
}
