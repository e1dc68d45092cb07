package dev.versioned.internal.catalog;

import dev.versioned.internal.record.VersionRecord;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records of versions that the item of an alias has no room for. A record never changes, so one
 * that was read is kept for followers, which read their alias again and again. Thread-safe.
 */
final class VersionRecords {
  private static final int MOST_KEPT = 1_000;

  private final ItemStore items;
  private final VersionReader reader;
  private final Map<ItemKey, Version> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ItemKey, Version> eldest) {
              return size() > MOST_KEPT;
            }
          });

  VersionRecords(ItemStore items, VersionReader reader) {
    this.items = items;
    this.reader = reader;
  }

  /** Returns a record, read unless it is kept; empty if the number has no version. */
  Optional<Version> find(ArtifactName artifact, VersionNumber number) {
    ItemKey key = Keys.version(artifact, number);
    Version known = kept.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    return items
        .read("read version " + artifact + ":" + number, key, Consistency.STRONG)
        .map(reader::readRecord)
        .flatMap(
            record ->
                record instanceof VersionRecord made
                    ? Optional.of(made.version())
                    : Optional.empty());
  }

  VersionReader reader() {
    return reader;
  }

  /** Keeps a record that was read, and found right. */
  void keep(Version version) {
    kept.put(Keys.version(version.artifact(), version.number()), version);
  }
}
