package dev.versioned.internal.catalog;

import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import dev.versioned.spi.ArtifactRecord;
import dev.versioned.spi.Fingerprint;
import dev.versioned.spi.IdempotencyRecord;
import dev.versioned.spi.Item;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How artifacts, idempotency keys and tombstones of uploads are stored. */
final class ArtifactItems {
  /** Whatever the fraction: text of this form sorts by time, which Instant's own does not. */
  private static final DateTimeFormatter SORTABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ArtifactItems() {}

  /** Written by updates of single attributes; see {@link ArtifactCounter}. */
  static ArtifactRecord readArtifact(Item item) {
    return Schema.read(
        item,
        fields ->
            new ArtifactRecord(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                lastNumber(fields),
                fields.textOrEmpty(Attributes.FINGERPRINT),
                fields.textOrEmpty(Attributes.ATTEMPT_ID),
                fields.time(Attributes.CREATED_AT)),
        artifact -> Keys.artifact(artifact.artifact()));
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

  /** Makes the tombstone of an upload that must not become the working copy any more. */
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

  /** Rounded up: nothing may be removed before its time. */
  private static long wholeSeconds(Instant time) {
    return time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1;
  }
}
