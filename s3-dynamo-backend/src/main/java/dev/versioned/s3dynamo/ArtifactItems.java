package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import dev.versioned.spi.ArtifactRecord;
import dev.versioned.spi.Fingerprint;
import dev.versioned.spi.IdempotencyRecord;
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

  /** Written by updates of single attributes; see {@link ArtifactCounter}. */
  static final ItemSchema<ArtifactRecord> ARTIFACT =
      ItemSchema.of(
              ArtifactRecord.class,
              fields ->
                  new ArtifactRecord(
                      ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                      fields.numberOrZero(Attributes.LAST_NUMBER),
                      fields.textOrEmpty(Attributes.FINGERPRINT),
                      fields.textOrEmpty(Attributes.ATTEMPT_ID),
                      fields.time(Attributes.CREATED_AT)))
          .key(artifact -> ItemKey.artifact(artifact.artifact()))
          .text(Attributes.ARTIFACT, ArtifactRecord::artifact)
          .number(Attributes.LAST_NUMBER, ArtifactRecord::lastNumber)
          .text(Attributes.FINGERPRINT, ArtifactRecord::fingerprint)
          .text(Attributes.ATTEMPT_ID, ArtifactRecord::attemptId)
          .text(Attributes.CREATED_AT, ArtifactRecord::createdAt)
          .build();

  static final ItemSchema<IdempotencyRecord> IDEMPOTENCY_KEY =
      ItemSchema.of(
              IdempotencyRecord.class,
              fields ->
                  new IdempotencyRecord(
                      ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                      new IdempotencyKey(fields.text(Attributes.IDEMPOTENCY_KEY)),
                      VersionNumber.of(fields.number(Attributes.NUMBER)),
                      new Fingerprint(fields.text(Attributes.FINGERPRINT)),
                      fields.time(Attributes.VALID_UNTIL)))
          .key(record -> ItemKey.idempotencyKey(record.artifact(), record.key()))
          .text(Attributes.ARTIFACT, IdempotencyRecord::artifact)
          .text(Attributes.IDEMPOTENCY_KEY, IdempotencyRecord::key)
          .number(Attributes.NUMBER, record -> record.version().value())
          .text(Attributes.FINGERPRINT, IdempotencyRecord::fingerprint)
          .text(Attributes.VALID_UNTIL, record -> sortable(record.expiresAt()))
          .number(Attributes.EXPIRES_AT, record -> wholeSeconds(record.expiresAt()))
          .build();

  /**
   * An upload of the working copy that must not become it any more.
   *
   * @param artifact the artifact
   * @param uploadId the upload
   * @param expiresAt when the tombstone may go
   */
  record AbandonedUpload(ArtifactName artifact, String uploadId, Instant expiresAt) {}

  static final ItemSchema<AbandonedUpload> ABANDONED_UPLOAD =
      ItemSchema.of(
              AbandonedUpload.class,
              fields ->
                  new AbandonedUpload(
                      ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                      fields.text(Attributes.UPLOAD_ID),
                      Instant.ofEpochSecond(fields.number(Attributes.EXPIRES_AT))))
          .key(upload -> ItemKey.upload(upload.artifact(), upload.uploadId()))
          .text(Attributes.ARTIFACT, AbandonedUpload::artifact)
          .text(Attributes.UPLOAD_ID, AbandonedUpload::uploadId)
          .number(Attributes.EXPIRES_AT, upload -> wholeSeconds(upload.expiresAt()))
          .build();

  private ArtifactItems() {}

  static String sortable(Instant time) {
    return SORTABLE.format(time);
  }

  /** Rounded up: nothing may go before its time. */
  private static long wholeSeconds(Instant time) {
    return time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1;
  }
}
