package dev.versioned.internal.catalog;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.spi.Item;

/** The catalog's own form of items, which it shows to no user. */
public final class StoredItems {
  private StoredItems() {}

  /** Makes a version's item. */
  public static Item write(VersionEntry.Committed entry) {
    return VersionItems.write(entry);
  }

  /** Reads a version's item. */
  public static VersionEntry readVersion(Item item) {
    return VersionItems.readEntry(item);
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
