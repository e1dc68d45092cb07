package dev.versioned.internal.record;

import dev.versioned.model.Version;
import java.util.Optional;

/**
 * The two candidates for {@code $LATEST}.
 *
 * @param revision the revision of the working copy, or of its removal; 0 if nothing was ever put
 * @param workingCopy the copy that was last put, unless it was removed
 * @param newest the newest ACTIVE version, if one exists
 * @param hidden whether an ACTIVE version is newer than the working copy
 */
public record LatestView(
    long revision,
    Optional<WorkingCopy> workingCopy,
    Optional<VersionEntry.Committed> newest,
    boolean hidden) {

  /**
   * Makes a view in which no version below the newest one matters.
   *
   * @param workingCopy the copy that was last put, if any
   * @param newest the newest ACTIVE version, if one exists
   */
  public LatestView(Optional<WorkingCopy> workingCopy, Optional<VersionEntry.Committed> newest) {
    this(
        workingCopy.map(WorkingCopy::revision).orElse(0L),
        workingCopy,
        newest,
        workingCopy.isPresent() && newest.isPresent() && newest.get().hides(workingCopy.get()));
  }

  /**
   * Returns the highest number that is known to be reserved.
   *
   * @return the number, 0 if none is known
   */
  public long lastNumber() {
    return Math.max(
        workingCopy.map(WorkingCopy::lastNumber).orElse(0L),
        newest.map(version -> version.number().value()).orElse(0L));
  }

  /**
   * Returns {@code $LATEST}: the working copy, unless a version is newer.
   *
   * @return the working copy, or the newest ACTIVE version; empty if there is neither
   */
  public Optional<Version> latest() {
    return workingCopy.isPresent() && !hidden
        ? workingCopy.map(WorkingCopy::version)
        : newest.map(VersionEntry.Committed::version);
  }
}
