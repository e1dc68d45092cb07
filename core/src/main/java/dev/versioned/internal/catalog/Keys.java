package dev.versioned.internal.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.internal.record.FleetShard;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all items. Publishers, deployers and janitors write to different partitions, because
 * a policy with {@code dynamodb:LeadingKeys} sees only the partition key.
 */
final class Keys {
  /** The lowest and the highest sort key of a version number. */
  static final String LOWEST_NUMBER = VersionNumber.of(1).padded();

  static final String HIGHEST_NUMBER = VersionNumber.of(VersionNumber.MAX).padded();

  /** The sort key of an artifact's own item. */
  static final String ARTIFACT = "#";

  /**
   * The lowest and the highest sort key of an alias; all other items of its partition have lower
   * keys.
   */
  static final String LOWEST_ALIAS = "-";

  static final String HIGHEST_ALIAS = "~";

  /** The only item that belongs to no artifact. */
  static final ItemKey REPOSITORY = new ItemKey("REPOSITORY", ARTIFACT);

  static final String VERSIONS = "VERSIONS#";
  static final String STATES = "STATES#";
  static final String UPLOADS = "UPLOADS#";
  static final String ALIASES = "ALIASES#";
  static final String LEDGER = "LEDGER#";
  static final String SIGNATURES = "SIGNATURES#";
  static final String ATTESTATIONS = "attestation#";
  static final String LABELS = "LABELS#";
  private static final String FLEET = "FLEET#";
  private static final String LATEST = "$LATEST";
  static final String IDEMPOTENCY_KEYS = "idem#";
  static final String MOVES = "#move#";
  static final String OVERRIDES = "#overrides#";
  private static final String ASIDE = "ASIDE#";

  /** Sorts after every printable character; idempotency keys consist of those. */
  private static final String AFTER_KEYS = "\u007f";

  private Keys() {}

  static String versions(ArtifactName artifact) {
    return VERSIONS + artifact;
  }

  static String states(ArtifactName artifact) {
    return STATES + artifact;
  }

  static String aliases(ArtifactName artifact) {
    return ALIASES + artifact;
  }

  static String ledger(ArtifactName artifact) {
    return LEDGER + artifact;
  }

  /**
   * Returns a query for the numbers of a partition, in descending order, only below a sort key if
   * one is given.
   */
  static ItemQuery numbers(String partition, @Nullable String before, int limit) {
    return new ItemQuery(
        partition, LOWEST_NUMBER, HIGHEST_NUMBER, before, ItemQuery.Order.DESCENDING, limit);
  }

  static ItemKey artifact(ArtifactName artifact) {
    return new ItemKey(versions(artifact), ARTIFACT);
  }

  static ItemKey version(ArtifactName artifact, VersionNumber number) {
    return new ItemKey(versions(artifact), number.padded());
  }

  static ItemKey state(ArtifactName artifact, VersionNumber number) {
    return new ItemKey(states(artifact), number.padded());
  }

  /** An item for each key that signed the version. */
  static ItemKey signature(ArtifactName artifact, VersionNumber number, String keyId) {
    return new ItemKey(SIGNATURES + artifact, number.padded() + "#" + keyId);
  }

  /**
   * An item for each attestation of the version. It sorts after all signatures, and next to others
   * of its predicate type, which may be longer than a key: so the key has its digest.
   */
  static ItemKey attestation(
      ArtifactName artifact, VersionNumber number, String predicateType, String digest) {
    return new ItemKey(SIGNATURES + artifact, attestations(number) + typed(predicateType) + digest);
  }

  /** Returns what the sort keys of a version's attestations begin with. */
  static String attestations(VersionNumber number) {
    return ATTESTATIONS + number.padded() + "#";
  }

  static String attestations(VersionNumber number, String predicateType) {
    return attestations(number) + typed(predicateType);
  }

  private static String typed(String predicateType) {
    return Digest.of(predicateType.getBytes(UTF_8)).hex() + "#";
  }

  static ItemKey labels(ArtifactName artifact, VersionNumber number) {
    return new ItemKey(LABELS + artifact, number.padded());
  }

  /** A partition for each alias and shard, which holds nothing that decides. */
  static String fleet(FleetShard.Key shard) {
    return FLEET + shard.artifact() + "#" + shard.alias() + "#" + shard.number();
  }

  static ItemKey report(FleetShard.Key shard, String process) {
    return new ItemKey(fleet(shard), process);
  }

  static ItemKey sampling(FleetShard.Key shard) {
    return new ItemKey(fleet(shard), ARTIFACT);
  }

  static ItemKey latest(ArtifactName artifact) {
    return new ItemKey(versions(artifact), LATEST);
  }

  static ItemKey idempotencyKey(ArtifactName artifact, IdempotencyKey key) {
    return new ItemKey(versions(artifact), IDEMPOTENCY_KEYS + key);
  }

  static String firstIdempotencyKey() {
    return IDEMPOTENCY_KEYS;
  }

  static String lastIdempotencyKey() {
    return IDEMPOTENCY_KEYS + AFTER_KEYS;
  }

  static String lastMove() {
    return MOVES + AFTER_KEYS;
  }

  static ItemKey upload(ArtifactName artifact, String uploadId) {
    return new ItemKey(UPLOADS + artifact, uploadId);
  }

  static ItemKey alias(ArtifactName artifact, AliasName alias) {
    return new ItemKey(aliases(artifact), alias.value());
  }

  static ItemKey move(ArtifactName artifact, AliasName alias, IdempotencyKey key) {
    return new ItemKey(aliases(artifact), MOVES + alias + "#" + key);
  }

  /** The overrides that were set at a revision. */
  static ItemKey overrides(ArtifactName artifact, AliasName alias, long revision) {
    return new ItemKey(aliases(artifact), OVERRIDES + ledgerSortKey(alias, revision));
  }

  static ItemKey ledgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return new ItemKey(ledger(artifact), ledgerSortKey(alias, revision));
  }

  /** Pads revisions as version numbers are padded, so that their text sorts by number. */
  static String ledgerSortKey(AliasName alias, long revision) {
    return alias + "#" + VersionNumber.of(revision).padded();
  }

  /** Returns whether an item with this key shows that its artifact has a record or an alias. */
  static boolean showsAnArtifact(ItemKey key) {
    return key.partition().startsWith(ALIASES)
        || (key.partition().startsWith(VERSIONS) && key.sort().equals(ARTIFACT));
  }

  /** Returns the artifact that an item belongs to. */
  static ArtifactName artifactOf(ItemKey key) {
    return ArtifactName.parse(afterHash(key.partition()));
  }

  /** Returns the key for an item that is set aside; no list of records includes it. */
  static ItemKey aside(ItemKey key, String at) {
    return new ItemKey(
        ASIDE + afterHash(key.partition()), key.partition() + "/" + key.sort() + "/" + at);
  }

  /** Returns whether an item holds the state of a version. */
  static boolean isState(ItemKey key) {
    return key.partition().startsWith(STATES);
  }

  /** Returns whether an item is in the partition of an artifact's versions. */
  static boolean isOfVersions(ItemKey key) {
    return key.partition().startsWith(VERSIONS);
  }

  static boolean isAlias(ItemKey key) {
    return key.partition().startsWith(ALIASES) && !isMove(key) && !isOverrides(key);
  }

  /** Returns whether an item holds the overrides of an alias. */
  static boolean isOverrides(ItemKey key) {
    return key.partition().startsWith(ALIASES) && key.sort().startsWith(OVERRIDES);
  }

  /** Returns whether an item is the idempotency key of a move. */
  static boolean isMove(ItemKey key) {
    return key.partition().startsWith(ALIASES) && key.sort().startsWith(MOVES);
  }

  static boolean isLedgerRow(ItemKey key) {
    return key.partition().startsWith(LEDGER);
  }

  static boolean isArtifact(ItemKey key) {
    return isOfVersions(key) && key.sort().equals(ARTIFACT);
  }

  static boolean isLatest(ItemKey key) {
    return isOfVersions(key) && key.sort().equals(LATEST);
  }

  static boolean isIdempotencyKey(ItemKey key) {
    return isOfVersions(key) && key.sort().startsWith(IDEMPOTENCY_KEYS);
  }

  static boolean isSignature(ItemKey key) {
    return key.partition().startsWith(SIGNATURES) && !isAttestation(key);
  }

  static boolean isAttestation(ItemKey key) {
    return key.partition().startsWith(SIGNATURES) && key.sort().startsWith(ATTESTATIONS);
  }

  static boolean isLabels(ItemKey key) {
    return key.partition().startsWith(LABELS);
  }

  static boolean isUpload(ItemKey key) {
    return key.partition().startsWith(UPLOADS);
  }

  /** Returns the number that an item belongs to, or 0 if its key has another form. */
  static long numberOf(ItemKey key) {
    return isOfVersions(key) || isState(key) ? paddedNumber(key.sort()) : 0;
  }

  /** Returns the revision of a ledger row, or 0 if its key has another form. */
  static long revisionOf(ItemKey row) {
    return paddedNumber(row.sort().substring(row.sort().lastIndexOf('#') + 1));
  }

  private static long paddedNumber(String text) {
    return text.matches("[0-9]{12}") ? Long.parseLong(text) : 0;
  }

  static String afterHash(String text) {
    return text.substring(text.indexOf('#') + 1);
  }
}
