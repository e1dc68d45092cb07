package dev.versioned.internal.catalog;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.spi.Item;

/** The catalog's own form of items, which it shows to no user. */
public final class StoredItems {
  private StoredItems() {}

  /** Makes the item of a version's record. */
  public static Item write(VersionRecord record) {
    return VersionItems.write(record);
  }

  private static final VersionReader READER = new VersionReader("s3://bucket/");

  /** Reads the item of a version's record. */
  public static NumberRecord readVersion(Item item) {
    return READER.readRecord(item);
  }

  /** Makes the item of an artifact that is listed. */
  public static Item write(ArtifactRecord artifact) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, artifact.artifact())
        .text(Attributes.LISTED, ArtifactCounter.YES)
        .number(Attributes.LAST_NUMBER, artifact.lastNumber())
        .text(Attributes.FINGERPRINT, artifact.fingerprint())
        .text(Attributes.ATTEMPT_ID, artifact.attemptId())
        .text(Attributes.CREATED_AT, artifact.createdAt())
        .item(Keys.artifact(artifact.artifact()));
  }
}
