package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Page;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The versions that are labelled in the target, read when the first is asked for. Labels change in
 * each repository by themselves, so those that exist there stay, whatever they are.
 */
final class KnownLabels {
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private Optional<Set<VersionNumber>> numbers = Optional.empty();

  KnownLabels(Catalog catalog, ArtifactName artifact, int pageSize) {
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
  }

  boolean isMissing(StoredLabels stored) {
    if (numbers.isEmpty()) {
      numbers = Optional.of(read());
    }
    return !numbers.get().contains(stored.labels().number());
  }

  private Set<VersionNumber> read() {
    return Page.<StoredLabels>stream(
            last ->
                catalog.labels(
                    artifact,
                    last == null ? null : last.labels().number(),
                    pageSize,
                    (key, why) -> {}))
        .map(there -> there.labels().number())
        .collect(Collectors.toSet());
  }
}
