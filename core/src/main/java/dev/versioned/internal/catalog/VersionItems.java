package dev.versioned.internal.catalog;

import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.time.Instant;
import java.util.Optional;

/** How versions and the working copy are stored. */
final class VersionItems {
  /** The state of a number that the collector made unusable; it is no state of a version. */
  private static final String ABANDONED = "ABANDONED";

  /** The state of a number whose record was set aside; it is no state of a version either. */
  private static final String SET_ASIDE = "SET_ASIDE";

  /** The state of a number that its publisher gave up; it is no state of a version. */
  private static final String GIVEN_UP = "GIVEN_UP";

  /** The state of a working copy that was removed; one that exists has no state. */
  private static final String REMOVED = "REMOVED";

  private VersionItems() {}

  static Item write(VersionRecord record) {
    FieldsWriter fields =
        writeVersion(record.version()).text(Attributes.ATTEMPT_ID, record.attemptId());
    Long latestRevision = record.latestRevision();
    if (latestRevision != null) {
      fields.number(Attributes.LATEST_REVISION, latestRevision);
    }
    return fields.item(Keys.version(record.artifact(), record.number()));
  }

  static Item write(VersionEntry.Abandoned entry) {
    return writeTombstone(entry, ABANDONED, entry.at());
  }

  static Item write(VersionEntry.SetAside entry) {
    return writeTombstone(entry, SET_ASIDE, entry.at());
  }

  static Item write(VersionEntry.GivenUp entry) {
    return writeTombstone(entry, GIVEN_UP, entry.at());
  }

  private static Item writeTombstone(VersionEntry.Unused entry, String state, Instant at) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, entry.artifact())
        .number(Attributes.NUMBER, entry.number().value())
        .text(Attributes.STATE, state)
        .text(Attributes.STATE_CHANGED_AT, at)
        .item(Keys.version(entry.artifact(), entry.number()));
  }

  static Item write(WorkingCopy copy) {
    return writeVersion(copy.version())
        .text(Attributes.UPLOAD_ID, copy.uploadId())
        .text(Attributes.ETAG, copy.etag())
        .number(Attributes.REVISION, copy.revision())
        .number(Attributes.LAST_NUMBER, copy.lastNumber())
        .item(Keys.latest(copy.version().artifact()));
  }

  /** Collects the attributes of a version, to store it in an item of its own or in another. */
  static FieldsWriter writeVersion(Version version) {
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, version.artifact())
            .text(Attributes.SHA256, version.digest().hex())
            .number(Attributes.SIZE_BYTES, version.sizeBytes())
            .text(Attributes.KEY, version.key())
            .text(Attributes.CONTENT_TYPE, version.contentType())
            .text(Attributes.FILE_NAME, version.fileName())
            .text(Attributes.DESCRIPTION, version.description())
            .texts(Attributes.METADATA, version.metadata())
            .text(Attributes.CREATED_AT, version.createdAt())
            .text(Attributes.CREATED_BY, version.createdBy());
    return version.id() instanceof VersionNumber number
        ? fields.number(Attributes.NUMBER, number.value())
        : fields;
  }

  /** Reads the record of a version number; that of a version has no state. */
  static NumberRecord readRecord(Item item) {
    return Schema.read(
        item,
        fields ->
            switch (fields.textOrEmpty(Attributes.STATE)) {
              case "" -> committed(fields);
              case ABANDONED -> tombstone(fields, VersionEntry.Abandoned::new);
              case SET_ASIDE -> tombstone(fields, VersionEntry.SetAside::new);
              case GIVEN_UP -> tombstone(fields, VersionEntry.GivenUp::new);
              default ->
                  throw new IllegalArgumentException(
                      "it is in the unknown state " + fields.text(Attributes.STATE));
            },
        record -> Keys.version(record.artifact(), record.number()));
  }

  /** Makes the entry of a number that holds no version. */
  @FunctionalInterface
  private interface Tombstone {
    VersionEntry.Unused of(ArtifactName artifact, VersionNumber number, Instant at);
  }

  private static VersionEntry.Unused tombstone(StoredFields fields, Tombstone tombstone) {
    if (fields.has(Attributes.SHA256)) {
      throw new IllegalArgumentException(
          "it is " + fields.text(Attributes.STATE) + " and has a digest, which no tombstone has");
    }
    return tombstone.of(
        ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
        VersionNumber.of(fields.number(Attributes.NUMBER)),
        fields.time(Attributes.STATE_CHANGED_AT));
  }

  private static VersionRecord committed(StoredFields fields) {
    return new VersionRecord(
        publishedVersion(fields),
        fields.textOrEmpty(Attributes.ATTEMPT_ID),
        fields.has(Attributes.LATEST_REVISION)
            ? fields.revisionFrom(0, Attributes.LATEST_REVISION)
            : null);
  }

  /**
   * What is stored as {@code $LATEST}.
   *
   * @param artifact the artifact
   * @param revision the revision, one up at every put and removal
   * @param copy the working copy; empty if it was removed
   */
  record LatestEntry(ArtifactName artifact, long revision, Optional<WorkingCopy> copy) {}

  /** Makes what stays of a working copy that was removed, so that its revisions go on. */
  static Item writeRemoved(ArtifactName artifact, long revision) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, artifact)
        .text(Attributes.STATE, REMOVED)
        .number(Attributes.REVISION, revision)
        .item(Keys.latest(artifact));
  }

  static LatestEntry readLatest(Item item) {
    return Schema.read(
        item,
        fields -> {
          ArtifactName artifact = ArtifactName.parse(fields.text(Attributes.ARTIFACT));
          long revision = fields.revisionFrom(1, Attributes.REVISION);
          return fields.textOrEmpty(Attributes.STATE).equals(REMOVED)
              ? new LatestEntry(artifact, revision, Optional.empty())
              : new LatestEntry(artifact, revision, Optional.of(copy(fields, artifact, revision)));
        },
        latest -> Keys.latest(latest.artifact()));
  }

  private static WorkingCopy copy(StoredFields fields, ArtifactName artifact, long revision) {
    String uploadId = fields.text(Attributes.UPLOAD_ID);
    return new WorkingCopy(
        version(
            fields,
            artifact,
            Latest.LATEST,
            BlobKey.ofUpload(artifact, uploadId, fields.textOrEmpty(Attributes.FILE_NAME))),
        uploadId,
        fields.textOrEmpty(Attributes.ETAG),
        revision,
        fields.revisionFrom(0, Attributes.LAST_NUMBER));
  }

  /** Reads a numbered version, from an item of its own or from a part of another. */
  static Version publishedVersion(StoredFields fields) {
    ArtifactName artifact = ArtifactName.parse(fields.text(Attributes.ARTIFACT));
    VersionNumber number = VersionNumber.of(fields.number(Attributes.NUMBER));
    return version(
        fields,
        artifact,
        number,
        BlobKey.ofVersion(artifact, number, fields.textOrEmpty(Attributes.FILE_NAME)));
  }

  /** The key is bound to the record: another one would read what belongs to another version. */
  private static Version version(
      StoredFields fields, ArtifactName artifact, Target id, BlobKey key) {
    if (!fields.text(Attributes.KEY).equals(key.value())) {
      throw new IllegalArgumentException(
          "its key is not " + key + ", where the bytes of " + artifact + ":" + id + " belong");
    }
    return new Version(
        artifact,
        id,
        new Digest(fields.text(Attributes.SHA256)),
        fields.size(Attributes.SIZE_BYTES),
        fields.textOrEmpty(Attributes.CONTENT_TYPE),
        fields.textOrEmpty(Attributes.FILE_NAME),
        fields.textOrEmpty(Attributes.DESCRIPTION),
        fields.textsOrEmpty(Attributes.METADATA),
        fields.time(Attributes.CREATED_AT),
        fields.textOrEmpty(Attributes.CREATED_BY),
        key);
  }
}
