package dev.versioned.internal.catalog;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.spi.Item;

/** Gives the benchmarks access to the catalog's internal form of items. */
public final class StoredItems {
  private StoredItems() {}

  /** Writes a version's record as an item. */
  public static Item write(VersionRecord record) {
    return VersionItems.write(record);
  }

  private static final VersionReader READER = new VersionReader("s3://bucket/");

  /** Reads a version's record from an item. */
  public static NumberRecord readVersion(Item item) {
    return READER.readRecord(item);
  }

  /** Writes a listed artifact as an item. */
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
