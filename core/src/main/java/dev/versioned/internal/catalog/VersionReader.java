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

/**
 * Reads versions and the working copy.
 *
 * @param place where the blobs are stored
 */
record VersionReader(String place) {
  /** Reads the record of a version number. The record of a version has no state. */
  NumberRecord readRecord(Item item) {
    return Schema.read(
        item,
        fields ->
            switch (fields.textOrEmpty(Attributes.STATE)) {
              case "" -> committed(fields);
              case VersionItems.ABANDONED -> tombstone(fields, VersionEntry.Abandoned::new);
              case VersionItems.SET_ASIDE -> tombstone(fields, VersionEntry.SetAside::new);
              case VersionItems.GIVEN_UP -> tombstone(fields, VersionEntry.GivenUp::new);
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

  private VersionRecord committed(StoredFields fields) {
    return new VersionRecord(
        publishedVersion(fields),
        fields.textOrEmpty(Attributes.ATTEMPT_ID),
        fields.has(Attributes.LATEST_REVISION)
            ? fields.revisionFrom(0, Attributes.LATEST_REVISION)
            : null);
  }

  VersionItems.LatestEntry readLatest(Item item) {
    return Schema.read(
        item,
        fields -> {
          ArtifactName artifact = ArtifactName.parse(fields.text(Attributes.ARTIFACT));
          long revision = fields.revisionFrom(1, Attributes.REVISION);
          return fields.textOrEmpty(Attributes.STATE).equals(VersionItems.REMOVED)
              ? new VersionItems.LatestEntry(artifact, revision, Optional.empty())
              : new VersionItems.LatestEntry(
                  artifact, revision, Optional.of(copy(fields, artifact, revision)));
        },
        latest -> Keys.latest(latest.artifact()));
  }

  private WorkingCopy copy(StoredFields fields, ArtifactName artifact, long revision) {
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

  /** Reads a numbered version, from a separate item or from a part of another item. */
  Version publishedVersion(StoredFields fields) {
    ArtifactName artifact = ArtifactName.parse(fields.text(Attributes.ARTIFACT));
    VersionNumber number = VersionNumber.of(fields.number(Attributes.NUMBER));
    return version(
        fields,
        artifact,
        number,
        BlobKey.ofVersion(artifact, number, fields.textOrEmpty(Attributes.FILE_NAME)));
  }

  /**
   * Reads a version and checks that its key belongs to it: a different key would give another
   * version's bytes.
   */
  private Version version(StoredFields fields, ArtifactName artifact, Target id, BlobKey key) {
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
        key,
        place);
  }
}
