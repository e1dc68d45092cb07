package dev.versioned.internal.catalog;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Converts artifacts, idempotency keys and tombstones of uploads to items and back. */
final class ArtifactItems {
  /**
   * Text with a fixed number of fraction digits sorts by time; {@code Instant.toString} does not.
   */
  private static final DateTimeFormatter SORTABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ArtifactItems() {}

  /**
   * Reads an artifact, which is written by updates of single attributes; see {@link
   * ArtifactCounter}.
   */
  static ArtifactRecord readArtifact(Item item) {
    return Schema.read(
        item,
        fields ->
            new ArtifactRecord(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                lastNumber(fields),
                fields.textOrEmpty(Attributes.FINGERPRINT),
                fields.textOrEmpty(Attributes.ATTEMPT_ID),
                fields.time(Attributes.CREATED_AT),
                fields.has(Attributes.RESTORES) ? fields.revisionFrom(0, Attributes.RESTORES) : 0),
        artifact -> Keys.artifact(artifact.artifact()));
  }

  /** Reads an artifact that is exported. */
  static ArchiveEntry.Counter readCounter(Item item) {
    return new ArchiveEntry.Counter(
        readArtifact(item), item.attributes().containsKey(Attributes.LISTED));
  }

  /** Writes an artifact as a whole, as {@link ArtifactCounter} would have written it by updates. */
  static Item write(ArchiveEntry.Counter counter) {
    ArtifactRecord record = counter.artifact();
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, record.artifact())
            .text(Attributes.LISTED, counter.listed() ? ArtifactCounter.YES : "")
            .text(Attributes.FINGERPRINT, record.fingerprint())
            .text(Attributes.ATTEMPT_ID, record.attemptId())
            .text(Attributes.CREATED_AT, record.createdAt());
    if (record.lastNumber() > 0) {
      fields.number(Attributes.LAST_NUMBER, record.lastNumber());
    }
    if (record.restores() > 0) {
      fields.number(Attributes.RESTORES, record.restores());
    }
    return fields.item(Keys.artifact(record.artifact()));
  }

  private static long lastNumber(StoredFields fields) {
    long number = fields.numberOrZero(Attributes.LAST_NUMBER);
    return number == 0 ? 0 : VersionNumber.of(number).value();
  }

  static Item write(IdempotencyRecord key) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, key.artifact())
        .text(Attributes.IDEMPOTENCY_KEY, key.key())
        .number(Attributes.NUMBER, key.version().value())
        .text(Attributes.FINGERPRINT, key.fingerprint().value())
        .text(Attributes.VALID_UNTIL, sortable(key.expiresAt()))
        .number(Attributes.EXPIRES_AT, wholeSeconds(key.expiresAt()))
        .item(Keys.idempotencyKey(key.artifact(), key.key()));
  }

  static IdempotencyRecord readKey(Item item) {
    return Schema.read(
        item,
        fields ->
            new IdempotencyRecord(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                new IdempotencyKey(fields.text(Attributes.IDEMPOTENCY_KEY)),
                VersionNumber.of(fields.number(Attributes.NUMBER)),
                new Fingerprint(fields.text(Attributes.FINGERPRINT)),
                fields.time(Attributes.VALID_UNTIL)),
        key -> Keys.idempotencyKey(key.artifact(), key.key()));
  }

  static Item write(MoveRecord move) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, move.artifact())
        .text(Attributes.ALIAS, move.alias())
        .text(Attributes.IDEMPOTENCY_KEY, move.key())
        .text(Attributes.REQUEST, move.request())
        .number(Attributes.REVISION, move.revision())
        .text(Attributes.MOVE_ID, move.moveId())
        .text(Attributes.VALID_UNTIL, sortable(move.expiresAt()))
        .number(Attributes.EXPIRES_AT, wholeSeconds(move.expiresAt()))
        .item(Keys.move(move.artifact(), move.alias(), move.key()));
  }

  static MoveRecord readMove(Item item) {
    return Schema.read(
        item,
        fields ->
            new MoveRecord(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                AliasName.parse(fields.text(Attributes.ALIAS)),
                new IdempotencyKey(fields.text(Attributes.IDEMPOTENCY_KEY)),
                fields.text(Attributes.REQUEST),
                fields.revisionFrom(1, Attributes.REVISION),
                fields.text(Attributes.MOVE_ID),
                fields.time(Attributes.VALID_UNTIL)),
        move -> Keys.move(move.artifact(), move.alias(), move.key()));
  }

  /**
   * Returns the condition that a key is missing or has expired. A store removes expired items days
   * late; until then they count as missing.
   */
  static Condition free(Instant at) {
    // rule: key-is-free-when-it-is-forgotten
    return Condition.absent().or(Condition.atMost(Attributes.VALID_UNTIL, sortable(at)));
  }

  /** Makes the tombstone of an upload, which keeps the upload from becoming the working copy. */
  static Item abandonedUpload(ArtifactName artifact, String uploadId, Instant expiresAt) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, artifact)
        .text(Attributes.UPLOAD_ID, uploadId)
        .number(Attributes.EXPIRES_AT, wholeSeconds(expiresAt))
        .item(Keys.upload(artifact, uploadId));
  }

  static String sortable(Instant time) {
    return SORTABLE.format(time);
  }

  /** Rounds up, so that nothing is removed before its time. */
  private static long wholeSeconds(Instant time) {
    return time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1;
  }
}
