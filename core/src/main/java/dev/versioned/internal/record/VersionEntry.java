package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a version number stands for: a version in its state, or none. */
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
   * A version that was committed, in its state.
   *
   * @param record the version's record, which never changes
   * @param status the version's state and references, which do
   */
  record Committed(VersionRecord record, VersionStatus status) implements VersionEntry {
    /** Returns the version, which never changes. */
    public Version version() {
      return record.version();
    }

    /** Returns the attempt that committed it. */
    public String attemptId() {
      return record.attemptId();
    }

    /** Returns the revision of {@code $LATEST} that it was published from, if it was. */
    public @Nullable Long latestRevision() {
      return record.latestRevision();
    }

    /** Returns where it is in its life. */
    public VersionState state() {
      return status.state();
    }

    /** Returns when it came there. */
    public Instant stateChangedAt() {
      return status.changedAt().orElse(version().createdAt());
    }

    /** Returns how many aliases point to it. */
    public long references() {
      return status.references();
    }

    /**
     * Returns whether this version is newer than a working copy: it was reserved after the copy was
     * put, from content, or from {@code $LATEST} as of this copy or a later one. The latter may
     * have a number that was reserved before the copy was put: an earlier publish of the same
     * content with the same idempotency key took it, and did not finish.
     *
     * @param copy the working copy
     * @return true if the copy is no longer {@code $LATEST}
     */
    public boolean hides(WorkingCopy copy) {
      Long latestRevision = latestRevision();
      return state() == VersionState.ACTIVE
          && (latestRevision != null
              // rule: put-after-a-version-is-latest
              || number().value() > copy.lastNumber())
          // rule: version-of-latest-hides-no-later-put
          && (latestRevision == null || latestRevision >= copy.revision());
    }

    @Override
    public ArtifactName artifact() {
      return record.artifact();
    }

    @Override
    public VersionNumber number() {
      return record.number();
    }
  }

  /** A number under which no version is, nor ever will be. It has no state. */
  sealed interface Unused extends VersionEntry, NumberRecord {}

  /**
   * A number that was reserved, and whose commit the collector has made impossible.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was abandoned
   */
  record Abandoned(ArtifactName artifact, VersionNumber number, Instant at) implements Unused {}

  /**
   * A number whose record could not be read and was set aside. It is no version any more and is
   * never given again; its bytes stay, since the record may be brought back.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when its record was set aside
   */
  record SetAside(ArtifactName artifact, VersionNumber number, Instant at) implements Unused {}

  /**
   * A number that was reserved, and that its publisher gave up, since the object under its key was
   * of another writer. Nothing is ever committed under it, and its object is no garbage: it may be
   * a version that the table has forgotten.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was given up
   */
  record GivenUp(ArtifactName artifact, VersionNumber number, Instant at) implements Unused {}
}
