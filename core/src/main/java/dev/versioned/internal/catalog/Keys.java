package dev.versioned.internal.catalog;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import dev.versioned.spi.ItemKey;

/**
 * The keys of all items. Versions, aliases and ledgers are in different partitions, so that a
 * policy with {@code dynamodb:LeadingKeys} can let one role publish and another one move aliases.
 */
final class Keys {
  /** The lowest and the highest sort key of a version number. */
  static final String LOWEST_NUMBER = VersionNumber.of(1).padded();

  static final String HIGHEST_NUMBER = VersionNumber.of(VersionNumber.MAX).padded();

  /** The sort key of an artifact's own item. */
  static final String ARTIFACT = "#";

  /** Below and above the first characters of every alias's name. */
  static final String BEFORE_NAMES = "!";

  static final String AFTER_NAMES = "~";

  /** The one item that is no artifact's. */
  static final ItemKey REPOSITORY = new ItemKey("REPOSITORY", ARTIFACT);

  private static final String VERSIONS = "VERSIONS#";
  private static final String ALIASES = "ALIASES#";
  private static final String LEDGER = "LEDGER#";
  private static final String LATEST = "$LATEST";
  private static final String IDEMPOTENCY_KEYS = "idem#";
  private static final String UPLOADS = "upload#";

  /** Above every printable character, of which idempotency keys are made. */
  private static final String AFTER_KEYS = "\u007f";

  private Keys() {}

  static String versions(ArtifactName artifact) {
    return VERSIONS + artifact;
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
    return new ItemKey(versions(artifact), UPLOADS + uploadId);
  }

  static ItemKey alias(ArtifactName artifact, AliasName alias) {
    return new ItemKey(aliases(artifact), alias.value());
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

  /** Names the record under a key as users know it, whatever the key may be. */
  static String describe(ItemKey key) {
    if (key.equals(REPOSITORY)) {
      return "the binding of the table to its place";
    }
    String artifact = afterHash(key.partition());
    String sort = key.sort();
    if (key.partition().startsWith(ALIASES)) {
      return "alias " + artifact + ":" + sort;
    } else if (key.partition().startsWith(LEDGER)) {
      int hash = sort.lastIndexOf('#');
      return "revision "
          + withoutZeros(sort.substring(hash + 1))
          + " in the ledger of "
          + artifact
          + ":"
          + (hash < 0 ? "" : sort.substring(0, hash));
    } else if (sort.equals(ARTIFACT)) {
      return "artifact " + artifact;
    } else if (sort.startsWith(IDEMPOTENCY_KEYS)) {
      return "idempotency key " + afterHash(sort) + " of " + artifact;
    } else if (sort.startsWith(UPLOADS)) {
      return "upload " + afterHash(sort) + " of " + artifact;
    }
    return "version " + artifact + ":" + withoutZeros(sort);
  }

  private static String afterHash(String text) {
    return text.substring(text.indexOf('#') + 1);
  }

  private static String withoutZeros(String number) {
    return number.replaceFirst("^0+(?=[0-9])", "");
  }
}
