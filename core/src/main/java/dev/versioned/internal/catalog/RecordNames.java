package dev.versioned.internal.catalog;

import dev.versioned.model.VersionNumber;
import dev.versioned.spi.ItemKey;
import java.util.Optional;

/**
 * The names by which users know records, such as {@code alias checkout:LIVE}, and the keys for
 * them.
 */
final class RecordNames {
  private static final String ALIAS_RECORD = "alias ";
  private static final String OVERRIDES_RECORD = "overrides of revision ";
  private static final String ROW_RECORD = "revision ";
  private static final String OF_LEDGER = " in the ledger of ";
  private static final String ARTIFACT_RECORD = "artifact ";
  private static final String KEY_RECORD = "idempotency key ";
  private static final String UPLOAD_RECORD = "upload ";
  private static final String VERSION_RECORD = "version ";
  private static final String STATE_RECORD = "state of version ";
  private static final String LABELS_RECORD = "labels of ";
  private static final String SIGNATURE_RECORD = "signature of ";
  private static final String BY_KEY = " by ";
  private static final String OF_ARTIFACT = " of ";
  private static final String ITEM_RECORD = "item ";
  private static final String ITEM_KEYS = " / ";

  private RecordNames() {}

  /** Names the record under a key as users know it; accepts any key. */
  static String describe(ItemKey key) {
    if (key.equals(Keys.REPOSITORY)) {
      return "the binding of the table to its place";
    }
    String friendly = describeKnown(key);
    return parse(friendly).equals(Optional.of(key))
        ? friendly
        : ITEM_RECORD + key.partition() + ITEM_KEYS + key.sort();
  }

  private static String describeKnown(ItemKey key) {
    String artifact = Keys.afterHash(key.partition());
    String sort = key.sort();
    if (Keys.isMove(key)) {
      String move = sort.substring(Keys.MOVES.length());
      return KEY_RECORD + Keys.afterHash(move) + OF_ARTIFACT + artifact + ":" + beforeHash(move);
    } else if (Keys.isOverrides(key)) {
      String overrides = sort.substring(Keys.OVERRIDES.length());
      return OVERRIDES_RECORD
          + withoutZeros(Keys.afterHash(overrides))
          + OF_ARTIFACT
          + artifact
          + ":"
          + beforeHash(overrides);
    } else if (Keys.isAlias(key)) {
      return ALIAS_RECORD + artifact + ":" + sort;
    } else if (Keys.isLedgerRow(key)) {
      int hash = Math.max(0, sort.lastIndexOf('#'));
      return ROW_RECORD
          + withoutZeros(sort.substring(hash).replaceFirst("^#", ""))
          + OF_LEDGER
          + artifact
          + ":"
          + sort.substring(0, hash);
    } else if (Keys.isArtifact(key)) {
      return ARTIFACT_RECORD + artifact;
    } else if (Keys.isIdempotencyKey(key)) {
      return KEY_RECORD + Keys.afterHash(sort) + OF_ARTIFACT + artifact;
    } else if (Keys.isUpload(key)) {
      return UPLOAD_RECORD + sort + OF_ARTIFACT + artifact;
    } else if (Keys.isSignature(key)) {
      int hash = Math.max(0, sort.indexOf('#'));
      return SIGNATURE_RECORD
          + artifact
          + ":"
          + withoutZeros(sort.substring(0, hash))
          + BY_KEY
          + sort.substring(hash).replaceFirst("^#", "");
    } else if (Keys.isLabels(key)) {
      return LABELS_RECORD + artifact + ":" + withoutZeros(sort);
    } else if (Keys.isState(key)) {
      return STATE_RECORD + artifact + ":" + withoutZeros(sort);
    }
    return VERSION_RECORD + artifact + ":" + withoutZeros(sort);
  }

  /** Returns the key of a record from the name that {@link #describe} gives it. */
  static Optional<ItemKey> parse(String record) {
    if (record.startsWith(ALIAS_RECORD)) {
      return split(record.substring(ALIAS_RECORD.length()), ":", Keys.ALIASES);
    } else if (record.startsWith(OVERRIDES_RECORD)) {
      int of = record.indexOf(OF_ARTIFACT, OVERRIDES_RECORD.length());
      return of < 0
          ? Optional.empty()
          : split(record.substring(of + OF_ARTIFACT.length()), ":", Keys.ALIASES)
              .map(
                  alias ->
                      new ItemKey(
                          alias.partition(),
                          Keys.OVERRIDES
                              + alias.sort()
                              + "#"
                              + padded(record.substring(OVERRIDES_RECORD.length(), of))));
    } else if (record.startsWith(ROW_RECORD)) {
      int of = record.indexOf(OF_LEDGER);
      return of < 0
          ? Optional.empty()
          : split(record.substring(of + OF_LEDGER.length()), ":", Keys.LEDGER)
              .map(
                  alias ->
                      new ItemKey(
                          alias.partition(),
                          alias.sort() + "#" + padded(record.substring(ROW_RECORD.length(), of))));
    } else if (record.startsWith(ARTIFACT_RECORD)) {
      return Optional.of(
          new ItemKey(Keys.VERSIONS + record.substring(ARTIFACT_RECORD.length()), Keys.ARTIFACT));
    } else if (record.startsWith(KEY_RECORD)) {
      return keyOf(record.substring(KEY_RECORD.length()));
    } else if (record.startsWith(UPLOAD_RECORD)) {
      String upload = record.substring(UPLOAD_RECORD.length());
      int of = upload.lastIndexOf(OF_ARTIFACT);
      return of < 0
          ? Optional.empty()
          : Optional.of(
              new ItemKey(
                  Keys.UPLOADS + upload.substring(of + OF_ARTIFACT.length()),
                  upload.substring(0, of)));
    } else if (record.startsWith(VERSION_RECORD)) {
      return numbered(record.substring(VERSION_RECORD.length()), Keys.VERSIONS);
    } else if (record.startsWith(STATE_RECORD)) {
      return numbered(record.substring(STATE_RECORD.length()), Keys.STATES);
    } else if (record.startsWith(LABELS_RECORD)) {
      return numbered(record.substring(LABELS_RECORD.length()), Keys.LABELS);
    } else if (record.startsWith(SIGNATURE_RECORD)) {
      String signature = record.substring(SIGNATURE_RECORD.length());
      int by = signature.indexOf(BY_KEY);
      return by < 0
          ? Optional.empty()
          : numbered(signature.substring(0, by), Keys.SIGNATURES)
              .map(
                  version ->
                      new ItemKey(
                          version.partition(),
                          version.sort() + "#" + signature.substring(by + BY_KEY.length())));
    } else if (record.startsWith(ITEM_RECORD)) {
      return split(record.substring(ITEM_RECORD.length()), ITEM_KEYS, "");
    }
    return Optional.empty();
  }

  private static Optional<ItemKey> numbered(String text, String partition) {
    return split(text, ":", partition)
        .map(version -> new ItemKey(version.partition(), padded(version.sort())));
  }

  /** Returns the key of an idempotency key's item, of a publish or of a move. */
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
            ? new ItemKey(Keys.VERSIONS + artifact, Keys.IDEMPOTENCY_KEYS + name)
            : new ItemKey(
                Keys.ALIASES + artifact.substring(0, colon),
                Keys.MOVES + artifact.substring(colon + 1) + "#" + name));
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

  private static String withoutZeros(String number) {
    return number.replaceFirst("^0+(?=[0-9])", "");
  }
}
