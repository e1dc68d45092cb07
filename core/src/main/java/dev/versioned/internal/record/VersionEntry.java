package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entry of a version number: a version in its state, or a tombstone. */
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

  /** Returns the version, if the number holds one in this state. */
  default Optional<Version> version(VersionState state) {
    return this instanceof Committed committed && committed.state() == state
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  /** Returns the version, if the number holds one, in any state. */
  default Optional<Version> committed() {
    return this instanceof Committed committed
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  /** Returns the version, if the number holds one that is ACTIVE. */
  default Optional<Version> active() {
    return version(VersionState.ACTIVE);
  }

  /**
   * A committed version, in its state.
   *
   * @param record the version's record, which never changes
   * @param status the version's state and references, which change
   */
  record Committed(VersionRecord record, VersionStatus status) implements VersionEntry {
    /** Returns the version, which never changes. */
    public Version version() {
      return record.version();
    }

    /** Returns the attempt that committed the version. */
    public String attemptId() {
      return record.attemptId();
    }

    /** Returns the revision of {@code $LATEST} that it was published from; null if from content. */
    public @Nullable Long latestRevision() {
      return record.latestRevision();
    }

    /** Returns the version's state. */
    public VersionState state() {
      return status.state();
    }

    /** Returns when the version entered that state. */
    public Instant stateChangedAt() {
      return status.changedAt().orElse(version().createdAt());
    }

    /** Returns how many aliases point to the version. */
    public long references() {
      return status.references();
    }

    /**
     * Returns whether this version is newer than a working copy: it was reserved after the copy was
     * put, from content, or it was published from {@code $LATEST} as of this copy or a later one.
     * In the latter case its number may have been reserved before the copy was put, by an
     * unfinished publish of the same content with the same idempotency key.
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

  /** A number that has no version and never will. It has no state. */
  sealed interface Unused extends VersionEntry, NumberRecord {}

  /**
   * A reserved number that the collector closed, so that it can never be committed.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was abandoned
   */
  record Abandoned(ArtifactName artifact, VersionNumber number, Instant at) implements Unused {}

  /**
   * A number whose record could not be read and was set aside. It is no longer a version and is
   * never given again. Its bytes stay, because the record may be restored.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when its record was set aside
   */
  record SetAside(ArtifactName artifact, VersionNumber number, Instant at) implements Unused {}

  /**
   * A reserved number that its publisher gave up because another writer's object has its key. It is
   * never committed. Its object is not garbage: it may be a version that the table has forgotten.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when it was given up
   */
  record GivenUp(ArtifactName artifact, VersionNumber number, Instant at) implements Unused {}
}
