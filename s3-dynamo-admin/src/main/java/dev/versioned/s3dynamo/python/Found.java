package dev.versioned.s3dynamo.python;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What bucket and table have of one artifact, as it was found. */
final class Found {
  /** Stands for {@code LATEST}; versions begin with 1. */
  static final long LATEST = 0;

  private final SortedMap<Long, String> objects = new TreeMap<>();
  private final SortedMap<Long, VersionItem> items = new TreeMap<>();
  private final List<AliasItem> aliases = new ArrayList<>();

  /**
   * The record of a version.
   *
   * @param sha256 the digest, if it has one
   * @param updatedAt when it was written, if it says so
   * @param deleted whether it is marked as deleted
   */
  record VersionItem(Optional<String> sha256, Optional<Instant> updatedAt, boolean deleted) {}

  /**
   * An alias.
   *
   * @param name its name
   * @param version its primary version
   * @param secondary its secondary version, if any
   * @param weight the percentage of the secondary version, if any
   * @param updatedAt when it was written
   */
  record AliasItem(
      String name,
      String version,
      @Nullable String secondary,
      @Nullable String weight,
      Instant updatedAt) {}

  void object(long version, String key) {
    objects.put(version, key);
  }

  void item(long version, VersionItem item) {
    items.put(version, item);
  }

  void alias(AliasItem alias) {
    aliases.add(alias);
  }

  Map<Long, String> objects() {
    return objects;
  }

  Map<Long, VersionItem> items() {
    return items;
  }

  List<AliasItem> aliases() {
    return aliases;
  }

  /** Returns the highest number that anything has; 0 if none. */
  long lastNumber() {
    return Math.max(
        objects.isEmpty() ? 0 : objects.lastKey(), items.isEmpty() ? 0 : items.lastKey());
  }

  static String describe(long version) {
    return version == LATEST ? "LATEST" : Long.toString(version);
  }
}
