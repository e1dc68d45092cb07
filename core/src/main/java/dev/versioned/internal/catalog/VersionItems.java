package dev.versioned.internal.catalog;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.time.Instant;
import java.util.Optional;

/** Converts versions and the working copy to items; {@link VersionReader} reads them. */
final class VersionItems {
  /** The state of a number that the collector made unusable; it is not a state of a version. */
  static final String ABANDONED = "ABANDONED";

  /** The state of a number whose record was set aside; it is not a state of a version either. */
  static final String SET_ASIDE = "SET_ASIDE";

  /** The state of a number that its publisher gave up; it is not a state of a version. */
  static final String GIVEN_UP = "GIVEN_UP";

  /** The state of a removed working copy; an existing one has no state. */
  static final String REMOVED = "REMOVED";

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

  /** Writes the tombstone of a number that holds no version. */
  static Item writeUnused(VersionEntry entry) {
    if (entry instanceof VersionEntry.Abandoned abandoned) {
      return write(abandoned);
    } else if (entry instanceof VersionEntry.SetAside aside) {
      return write(aside);
    } else if (entry instanceof VersionEntry.GivenUp givenUp) {
      return write(givenUp);
    }
    throw Kinds.unknown(entry);
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

  /** Collects the attributes of a version, for a separate item or for a part of another item. */
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

  /**
   * The content of the item {@code $LATEST}.
   *
   * @param artifact the artifact
   * @param revision the revision, which goes up by one at every put and removal
   * @param copy the working copy; empty if it was removed
   */
  record LatestEntry(ArtifactName artifact, long revision, Optional<WorkingCopy> copy) {}

  /** Makes the tombstone of a removed working copy, so that its revisions continue. */
  static Item writeRemoved(ArtifactName artifact, long revision) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, artifact)
        .text(Attributes.STATE, REMOVED)
        .number(Attributes.REVISION, revision)
        .item(Keys.latest(artifact));
  }
}
