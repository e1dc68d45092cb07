package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.Digest;
import dev.versioned.Latest;
import dev.versioned.Target;
import dev.versioned.Version;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.BlobKey;
import dev.versioned.spi.VersionEntry;
import dev.versioned.spi.WorkingCopy;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How versions and the working copy are stored. */
final class VersionItems {
  /** The state of a number that the collector made unusable; it is no state of a version. */
  static final String ABANDONED_STATE = "ABANDONED";

  private static final String VERSION_PART = "(version)";

  /** A version, as part of another item. */
  static final ItemSchema<Version> VERSION =
      ItemSchema.of(Version.class, VersionItems::version)
          .text(Attributes.ARTIFACT, Version::artifact)
          .number(Attributes.NUMBER, VersionItems::numberOf)
          .text(Attributes.SHA256, v -> v.digest().hex())
          .number(Attributes.SIZE_BYTES, Version::sizeBytes)
          .text(Attributes.KEY, Version::key)
          .text(Attributes.CONTENT_TYPE, Version::contentType)
          .text(Attributes.FILE_NAME, Version::fileName)
          .text(Attributes.DESCRIPTION, Version::description)
          .value(
              EnhancedType.mapOf(String.class, String.class),
              Attributes.METADATA,
              v -> v.metadata().isEmpty() ? null : v.metadata())
          .text(Attributes.CREATED_AT, Version::createdAt)
          .text(Attributes.CREATED_BY, Version::createdBy)
          .build();

  static final ItemSchema<VersionEntry.Committed> COMMITTED =
      ItemSchema.of(
              VersionEntry.Committed.class,
              fields ->
                  new VersionEntry.Committed(
                      fields.required(Version.class, VERSION_PART),
                      fields.textOrEmpty(Attributes.ATTEMPT_ID),
                      VersionState.valueOf(fields.text(Attributes.STATE)),
                      fields.time(Attributes.STATE_CHANGED_AT),
                      fields.number(Attributes.REFERENCES)))
          .key(entry -> ItemKey.version(entry.artifact(), entry.number()))
          .flatten(VERSION, VERSION_PART, VersionEntry.Committed::version)
          .text(Attributes.ATTEMPT_ID, VersionEntry.Committed::attemptId)
          .text(Attributes.STATE, VersionEntry.Committed::state)
          .text(Attributes.STATE_CHANGED_AT, VersionEntry.Committed::stateChangedAt)
          .number(Attributes.REFERENCES, VersionEntry.Committed::references)
          .build();

  static final ItemSchema<VersionEntry.Abandoned> ABANDONED =
      ItemSchema.of(
              VersionEntry.Abandoned.class,
              fields ->
                  new VersionEntry.Abandoned(
                      ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                      VersionNumber.of(fields.number(Attributes.NUMBER)),
                      fields.time(Attributes.STATE_CHANGED_AT)))
          .key(entry -> ItemKey.version(entry.artifact(), entry.number()))
          .text(Attributes.ARTIFACT, VersionEntry.Abandoned::artifact)
          .number(Attributes.NUMBER, entry -> entry.number().value())
          .text(Attributes.STATE, entry -> ABANDONED_STATE)
          .text(Attributes.STATE_CHANGED_AT, VersionEntry.Abandoned::at)
          .build();

  static final ItemSchema<WorkingCopy> WORKING_COPY =
      ItemSchema.of(
              WorkingCopy.class,
              fields ->
                  new WorkingCopy(
                      fields.required(Version.class, VERSION_PART),
                      fields.text(Attributes.UPLOAD_ID),
                      fields.textOrEmpty(Attributes.ETAG),
                      fields.number(Attributes.REVISION),
                      fields.number(Attributes.LAST_NUMBER)))
          .key(copy -> ItemKey.latest(copy.version().artifact()))
          .flatten(VERSION, VERSION_PART, WorkingCopy::version)
          .text(Attributes.UPLOAD_ID, WorkingCopy::uploadId)
          .text(Attributes.ETAG, WorkingCopy::etag)
          .number(Attributes.REVISION, WorkingCopy::revision)
          .number(Attributes.LAST_NUMBER, WorkingCopy::lastNumber)
          .build();

  private VersionItems() {}

  /** Reads what is under a version number. */
  static VersionEntry readEntry(Map<String, AttributeValue> item) {
    return ItemSchema.textOf(item, Attributes.STATE).equals(ABANDONED_STATE)
        ? ABANDONED.read(item)
        : COMMITTED.read(item);
  }

  private static @Nullable Long numberOf(Version version) {
    return version.id() instanceof VersionNumber number ? number.value() : null;
  }

  private static Version version(Fields fields) {
    Target id =
        fields.has(Attributes.NUMBER)
            ? VersionNumber.of(fields.number(Attributes.NUMBER))
            : Latest.LATEST;
    return new Version(
        ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
        id,
        new Digest(fields.text(Attributes.SHA256)),
        fields.number(Attributes.SIZE_BYTES),
        fields.textOrEmpty(Attributes.CONTENT_TYPE),
        fields.textOrEmpty(Attributes.FILE_NAME),
        fields.textOrEmpty(Attributes.DESCRIPTION),
        new TreeMap<>(fields.<String>mapOrEmpty(Attributes.METADATA)),
        fields.time(Attributes.CREATED_AT),
        fields.textOrEmpty(Attributes.CREATED_BY),
        new BlobKey(fields.text(Attributes.KEY)));
  }
}
