package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.util.Optional;

/** The permanent record of a version number: a version, or a tombstone saying that it has none. */
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

  /** Returns the version's record, if the number holds a version. */
  default Optional<VersionRecord> asVersion() {
    return this instanceof VersionRecord version ? Optional.of(version) : Optional.empty();
  }
}
