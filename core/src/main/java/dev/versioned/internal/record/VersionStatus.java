package dev.versioned.internal.record;

import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of a version that changes after its commit.
 *
 * @param state the version's state
 * @param changedAt when the version entered that state; empty if it was never deleted: it has been
 *     ACTIVE since it was created
 * @param references how many aliases point to it
 */
public record VersionStatus(VersionState state, Optional<Instant> changedAt, long references) {
  /** The status of a version that was never deleted and that no alias points to. */
  public static final VersionStatus INITIAL =
      new VersionStatus(VersionState.ACTIVE, Optional.empty(), 0);

  /**
   * Returns whether the version has been ACTIVE ever since its commit.
   *
   * @return false if it was ever deleted
   */
  public boolean neverDeleted() {
    return changedAt.isEmpty();
  }
}
