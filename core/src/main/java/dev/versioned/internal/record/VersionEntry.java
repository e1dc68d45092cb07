package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Returns the version, if there is one in this state. */
  default Optional<Version> version(VersionState state) {
    return this instanceof Committed committed && committed.state() == state
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  /** Returns the version, if there is one, in whatever state. */
  default Optional<Version> committed() {
    return this instanceof Committed committed
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  /** Returns the version, if there is one that can be used. */
  default Optional<Version> active() {
    return version(VersionState.ACTIVE);
  }

  /**
   * A version that was committed.
   *
   * @param version the version, which never changes
   * @param attemptId the attempt that committed it
   * @param state where it is in its life
   * @param stateChangedAt when it came there
   * @param references how many aliases point to it
   * @param latestRevision if it was published from {@code $LATEST}: the revision that the working
   *     copy was at then, 0 if there had never been one; null if it was published from content
   */
  record Committed(
      Version version,
      String attemptId,
      VersionState state,
      Instant stateChangedAt,
      long references,
      @Nullable Long latestRevision)
      implements VersionEntry {
    /**
     * Makes the entry of a version that was published from content.
     *
     * @param version the version, which never changes
     * @param attemptId the attempt that committed it
     * @param state where it is in its life
     * @param stateChangedAt when it came there
     * @param references how many aliases point to it
     */
    public Committed(
        Version version,
        String attemptId,
        VersionState state,
        Instant stateChangedAt,
        long references) {
      this(version, attemptId, state, stateChangedAt, references, null);
    }

    /**
     * Returns whether this version is newer than a working copy: it was reserved after the copy was
     * put, from content, or from {@code $LATEST} as of this copy or a later one.
     *
     * @param copy the working copy
     * @return true if the copy is no longer {@code $LATEST}
     */
    public boolean hides(WorkingCopy copy) {
      return state == VersionState.ACTIVE
          // rule: put-after-a-version-is-latest
          && number().value() > copy.lastNumber()
          // rule: version-of-latest-hides-no-later-put
          && (latestRevision == null || latestRevision >= copy.revision());
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

  /**
   * A number that was reserved, and whose commit the collector has made impossible.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was abandoned
   */
  record Abandoned(ArtifactName artifact, VersionNumber number, Instant at)
      implements VersionEntry {}

  /**
   * A number whose record could not be read and was set aside. It is no version any more and is
   * never given again; its bytes stay, since the record may be brought back.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when its record was set aside
   */
  record SetAside(ArtifactName artifact, VersionNumber number, Instant at)
      implements VersionEntry {}

  /**
   * A number that was reserved, and that its publisher gave up, since the object under its key was
   * of another writer. Nothing is ever committed under it, and its object is no garbage: it may be
   * a version that the table has forgotten.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was given up
   */
  record GivenUp(ArtifactName artifact, VersionNumber number, Instant at) implements VersionEntry {}
}
