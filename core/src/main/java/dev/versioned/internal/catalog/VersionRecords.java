package dev.versioned.internal.catalog;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.ItemKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The version records that do not fit into the item of an alias. Followers read their alias again
 * and again, and a record never changes, so records that were read are cached. Thread-safe.
 */
final class VersionRecords {
  private static final int MOST_KEPT = 1_000;

  private final BiFunction<ArtifactName, VersionNumber, Optional<Version>> records;
  private final Map<ItemKey, Version> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ItemKey, Version> eldest) {
              return size() > MOST_KEPT;
            }
          });

  /** Caches what {@code records} finds: the version of a number, if it has one. */
  VersionRecords(BiFunction<ArtifactName, VersionNumber, Optional<Version>> records) {
    this.records = records;
  }

  /** Returns a record from the cache, or else reads it; empty if the number has no version. */
  Optional<Version> find(ArtifactName artifact, VersionNumber number) {
    Version known = kept.get(Keys.version(artifact, number));
    if (known != null) {
      return Optional.of(known);
    }
    return records.apply(artifact, number);
  }

  /** Caches a record that was read and verified. */
  void keep(Version version) {
    kept.put(Keys.version(version.artifact(), version.number()), version);
  }
}
