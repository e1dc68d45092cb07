package dev.versioned.internal.publish;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.read.MissingVersion;
import dev.versioned.internal.read.SameVersion;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import java.util.Optional;

/** Reads the version that something is added to; whether it is trusted does not matter. */
final class StoredVersion {
  private StoredVersion() {}

  /**
   * Reads a version.
   *
   * @param verb what is about to be done, for messages, such as "sign"
   */
  static Version find(Catalog catalog, ArtifactName artifact, VersionRef reference, String verb) {
    if (!(reference.id() instanceof VersionNumber number)) {
      throw new IllegalArgumentException(
          "Cannot "
              + verb
              + " "
              + artifact
              + ":"
              + reference.id()
              + ": publish it, and "
              + verb
              + " its version");
    }
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    Version stored =
        entry
            .flatMap(VersionEntry::active)
            .orElseThrow(() -> MissingVersion.noVersion(verb, artifact, number, entry));
    if (reference instanceof Version passed) {
      SameVersion.check(passed, stored, verb);
    }
    return stored;
  }
}
