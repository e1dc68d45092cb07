package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The number of an artifact's aliases that point to each version, and the revisions of the aliases.
 * If two readings are equal, no alias moved between the end of the first and the start of the
 * second.
 *
 * @param revisions the revision of each alias
 * @param counts how many aliases point to each version
 * @param complete whether every alias could be read
 */
record References(
    Map<AliasName, Long> revisions, Map<VersionNumber, Long> counts, boolean complete) {

  static References read(
      Catalog catalog, ArtifactName artifact, int pageSize, Unreadable unreadable) {
    boolean[] complete = {true};
    Map<AliasName, Long> revisions = new HashMap<>();
    Map<VersionNumber, Long> counts = new HashMap<>();
    aliases(
            catalog,
            artifact,
            pageSize,
            (key, why) -> {
              complete[0] = false;
              unreadable.found(key, why);
            })
        .forEach(
            entry -> {
              revisions.put(entry.name(), entry.revision());
              if (entry instanceof AliasEntry.Present present) {
                present.alias().targets().forEach(number -> counts.merge(number, 1L, Long::sum));
              }
            });
    return new References(revisions, counts, complete[0]);
  }

  /** Returns the aliases of an artifact, including deleted ones. */
  static Stream<AliasEntry> aliases(
      Catalog catalog, ArtifactName artifact, int pageSize, Unreadable unreadable) {
    return Page.stream(
        last -> catalog.aliases(artifact, last == null ? null : last.name(), pageSize, unreadable));
  }

  /** Returns how many of the readable aliases point to a version. */
  long to(VersionNumber number) {
    return counts.getOrDefault(number, 0L);
  }
}
