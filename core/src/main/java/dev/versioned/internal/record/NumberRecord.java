package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.util.Optional;

/** What is stored under a version number, permanently: a version, or that it holds none. */
public sealed interface NumberRecord permits VersionRecord, VersionEntry.Unused {

  /**
   * Returns the artifact.
   *
   * @return the artifact
   */
  ArtifactName artifact();

  /**
   * Returns the number.
   *
   * @return the number
   */
  VersionNumber number();

  /** Returns the record as that of a version, if the number holds one. */
  default Optional<VersionRecord> asVersion() {
    return this instanceof VersionRecord version ? Optional.of(version) : Optional.empty();
  }
}
