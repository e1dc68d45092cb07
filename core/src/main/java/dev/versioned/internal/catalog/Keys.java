package dev.versioned.internal.catalog;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.ItemKey;
import java.util.Optional;

/**
 * The keys of all items. What publishers, deployers and janitors write is in different partitions,
 * since a policy with {@code dynamodb:LeadingKeys} sees nothing else of a key.
 */
final class Keys {
  /** The lowest and the highest sort key of a version number. */
  static final String LOWEST_NUMBER = VersionNumber.of(1).padded();

  static final String HIGHEST_NUMBER = VersionNumber.of(VersionNumber.MAX).padded();

  /** The sort key of an artifact's own item. */
  static final String ARTIFACT = "#";

  /** The lowest and the highest sort key of an alias; what else its partition holds is lower. */
  static final String LOWEST_ALIAS = "-";

  static final String HIGHEST_ALIAS = "~";

  /** The one item that is no artifact's. */
  static final ItemKey REPOSITORY = new ItemKey("REPOSITORY", ARTIFACT);

  private static final String VERSIONS = "VERSIONS#";
  private static final String STATES = "STATES#";
  private static final String UPLOADS = "UPLOADS#";
  private static final String ALIASES = "ALIASES#";
  private static final String LEDGER = "LEDGER#";
  private static final String LATEST = "$LATEST";
  private static final String IDEMPOTENCY_KEYS = "idem#";
  private static final String MOVES = "#move#";
  private static final String ASIDE = "ASIDE#";

  // How users know records.
  private static final String ALIAS_RECORD = "alias ";
  private static final String ROW_RECORD = "revision ";
  private static final String OF_LEDGER = " in the ledger of ";
  private static final String ARTIFACT_RECORD = "artifact ";
  private static final String KEY_RECORD = "idempotency key ";
  private static final String UPLOAD_RECORD = "upload ";
  private static final String VERSION_RECORD = "version ";
  private static final String STATE_RECORD = "state of version ";
  private static final String OF_ARTIFACT = " of ";
  private static final String ITEM_RECORD = "item ";
  private static final String ITEM_KEYS = " / ";

  /** Above every printable character, of which idempotency keys are made. */
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

  static ItemKey artifact(ArtifactName artifact) {
    return new ItemKey(versions(artifact), ARTIFACT);
  }

  static ItemKey version(ArtifactName artifact, VersionNumber number) {
    return new ItemKey(versions(artifact), number.padded());
  }

  static ItemKey state(ArtifactName artifact, VersionNumber number) {
    return new ItemKey(states(artifact), number.padded());
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

  static ItemKey upload(ArtifactName artifact, String uploadId) {
    return new ItemKey(UPLOADS + artifact, uploadId);
  }

  static ItemKey alias(ArtifactName artifact, AliasName alias) {
    return new ItemKey(aliases(artifact), alias.value());
  }

  static ItemKey move(ArtifactName artifact, AliasName alias, IdempotencyKey key) {
    return new ItemKey(aliases(artifact), MOVES + alias + "#" + key);
  }

  static ItemKey ledgerRow(ArtifactName artifact, AliasName alias, long revision) {
    return new ItemKey(ledger(artifact), ledgerSortKey(alias, revision));
  }

  /** Revisions are padded as version numbers are, so that their order is the order of the text. */
  static String ledgerSortKey(AliasName alias, long revision) {
    return alias + "#" + VersionNumber.of(revision).padded();
  }

  /** Returns whether an artifact whose items have such a key has a record or an alias. */
  static boolean showsAnArtifact(ItemKey key) {
    return key.partition().startsWith(ALIASES)
        || (key.partition().startsWith(VERSIONS) && key.sort().equals(ARTIFACT));
  }

  /** Returns the artifact that an item belongs to. */
  static ArtifactName artifactOf(ItemKey key) {
    return ArtifactName.parse(afterHash(key.partition()));
  }

  /** Returns the key of an item that is set aside; no list of records includes it. */
  static ItemKey aside(ItemKey key, String at) {
    return new ItemKey(
        ASIDE + afterHash(key.partition()), key.partition() + "/" + key.sort() + "/" + at);
  }

  /** Returns whether an item is the state of a version. */
  static boolean isState(ItemKey key) {
    return key.partition().startsWith(STATES);
  }

  /** Returns whether an item is of the partition that holds an artifact's versions. */
  static boolean isOfVersions(ItemKey key) {
    return key.partition().startsWith(VERSIONS);
  }

  static boolean isAlias(ItemKey key) {
    return key.partition().startsWith(ALIASES) && !isMove(key);
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

  static boolean isUpload(ItemKey key) {
    return key.partition().startsWith(UPLOADS);
  }

  /** Returns the number that an item belongs to, or 0 if its key is of another form. */
  static long numberOf(ItemKey key) {
    return isOfVersions(key) || isState(key) ? paddedNumber(key.sort()) : 0;
  }

  /** Returns the revision that a ledger row belongs to, or 0 if its key is of another form. */
  static long revisionOf(ItemKey row) {
    return paddedNumber(row.sort().substring(row.sort().lastIndexOf('#') + 1));
  }

  private static long paddedNumber(String text) {
    return text.matches("[0-9]{12}") ? Long.parseLong(text) : 0;
  }

  /** Names the record under a key as users know it, whatever the key may be. */
  static String describe(ItemKey key) {
    if (key.equals(REPOSITORY)) {
      return "the binding of the table to its place";
    }
    String friendly = describeKnown(key);
    return parse(friendly).equals(Optional.of(key))
        ? friendly
        : ITEM_RECORD + key.partition() + ITEM_KEYS + key.sort();
  }

  private static String describeKnown(ItemKey key) {
    String artifact = afterHash(key.partition());
    String sort = key.sort();
    if (isMove(key)) {
      String move = sort.substring(MOVES.length());
      return KEY_RECORD + afterHash(move) + OF_ARTIFACT + artifact + ":" + beforeHash(move);
    } else if (isAlias(key)) {
      return ALIAS_RECORD + artifact + ":" + sort;
    } else if (isLedgerRow(key)) {
      int hash = Math.max(0, sort.lastIndexOf('#'));
      return ROW_RECORD
          + withoutZeros(sort.substring(hash).replaceFirst("^#", ""))
          + OF_LEDGER
          + artifact
          + ":"
          + sort.substring(0, hash);
    } else if (isArtifact(key)) {
      return ARTIFACT_RECORD + artifact;
    } else if (isIdempotencyKey(key)) {
      return KEY_RECORD + afterHash(sort) + OF_ARTIFACT + artifact;
    } else if (isUpload(key)) {
      return UPLOAD_RECORD + sort + OF_ARTIFACT + artifact;
    } else if (isState(key)) {
      return STATE_RECORD + artifact + ":" + withoutZeros(sort);
    }
    return VERSION_RECORD + artifact + ":" + withoutZeros(sort);
  }

  /** Finds the key of a record by the name that {@link #describe} gives it. */
  static Optional<ItemKey> parse(String record) {
    if (record.startsWith(ALIAS_RECORD)) {
      return split(record.substring(ALIAS_RECORD.length()), ":", ALIASES);
    } else if (record.startsWith(ROW_RECORD)) {
      int of = record.indexOf(OF_LEDGER);
      return of < 0
          ? Optional.empty()
          : split(record.substring(of + OF_LEDGER.length()), ":", LEDGER)
              .map(
                  alias ->
                      new ItemKey(
                          alias.partition(),
                          alias.sort() + "#" + padded(record.substring(ROW_RECORD.length(), of))));
    } else if (record.startsWith(ARTIFACT_RECORD)) {
      return Optional.of(
          new ItemKey(VERSIONS + record.substring(ARTIFACT_RECORD.length()), ARTIFACT));
    } else if (record.startsWith(KEY_RECORD)) {
      return keyOf(record.substring(KEY_RECORD.length()));
    } else if (record.startsWith(UPLOAD_RECORD)) {
      String upload = record.substring(UPLOAD_RECORD.length());
      int of = upload.lastIndexOf(OF_ARTIFACT);
      return of < 0
          ? Optional.empty()
          : Optional.of(
              new ItemKey(
                  UPLOADS + upload.substring(of + OF_ARTIFACT.length()), upload.substring(0, of)));
    } else if (record.startsWith(VERSION_RECORD)) {
      return numbered(record.substring(VERSION_RECORD.length()), VERSIONS);
    } else if (record.startsWith(STATE_RECORD)) {
      return numbered(record.substring(STATE_RECORD.length()), STATES);
    } else if (record.startsWith(ITEM_RECORD)) {
      return split(record.substring(ITEM_RECORD.length()), ITEM_KEYS, "");
    }
    return Optional.empty();
  }

  private static Optional<ItemKey> numbered(String text, String partition) {
    return split(text, ":", partition)
        .map(version -> new ItemKey(version.partition(), padded(version.sort())));
  }

  /** Finds the key of an idempotency key, of a publish or of a move. */
  private static Optional<ItemKey> keyOf(String text) {
    int of = text.lastIndexOf(OF_ARTIFACT);
    if (of < 0) {
      return Optional.empty();
    }
    String name = text.substring(0, of);
    String artifact = text.substring(of + OF_ARTIFACT.length());
    int colon = artifact.indexOf(':');
    return Optional.of(
        colon < 0
            ? new ItemKey(VERSIONS + artifact, IDEMPOTENCY_KEYS + name)
            : new ItemKey(
                ALIASES + artifact.substring(0, colon),
                MOVES + artifact.substring(colon + 1) + "#" + name));
  }

  private static Optional<ItemKey> split(String text, String separator, String partition) {
    int at = text.indexOf(separator);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            new ItemKey(
                partition + text.substring(0, at), text.substring(at + separator.length())));
  }

  private static String padded(String number) {
    return number.matches("[1-9][0-9]{0,11}") ? VersionNumber.parse(number).padded() : number;
  }

  private static String beforeHash(String text) {
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private static String afterHash(String text) {
    return text.substring(text.indexOf('#') + 1);
  }

  private static String withoutZeros(String number) {
    return number.replaceFirst("^0+(?=[0-9])", "");
  }
}
