package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import org.jspecify.annotations.Nullable;

/**
 * The record of a version, which its publisher commits and which never changes. The version's state
 * and references are stored separately; see {@link VersionStatus}.
 *
 * @param version the version
 * @param attemptId the attempt that committed it
 * @param latestRevision the revision of the working copy at the time, if the version was published
 *     from {@code $LATEST}, 0 if nothing had ever been put; null if it was published from content
 */
public record VersionRecord(Version version, String attemptId, @Nullable Long latestRevision)
    implements NumberRecord {

  /**
   * Makes the record of a version that was published from content.
   *
   * @param version the version
   * @param attemptId the attempt that committed it
   */
  public VersionRecord(Version version, String attemptId) {
    this(version, attemptId, null);
  }

  /**
   * Returns the version in a state.
   *
   * @param status the version's state and references
   * @return the whole entry
   */
  public VersionEntry.Committed in(VersionStatus status) {
    return new VersionEntry.Committed(this, status);
  }

  @Override
  public ArtifactName artifact() {
    return version.artifact();
  }

  @Override
  public VersionNumber number() {
    return version.number();
  }
}
