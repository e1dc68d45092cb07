package dev.versioned.spi;

import dev.versioned.ArtifactName;
import dev.versioned.Version;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import java.time.Instant;

/** What the catalog keeps under a version number, for ever. */
public sealed interface VersionEntry {

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

  /**
   * A version that was committed.
   *
   * @param version the version, which never changes
   * @param attemptId the attempt that committed it
   * @param state where it is in its life
   * @param stateChangedAt when it came there
   * @param references how many aliases point to it
   */
  record Committed(
      Version version,
      String attemptId,
      VersionState state,
      Instant stateChangedAt,
      long references)
      implements VersionEntry {
    @Override
    public ArtifactName artifact() {
      return version.artifact();
    }

    @Override
    public VersionNumber number() {
      return version.number();
    }
  }

  /**
   * A number that was reserved, and whose commit the collector has made impossible.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was abandoned
   */
  record Abandoned(ArtifactName artifact, VersionNumber number, Instant at)
      implements VersionEntry {}
}
