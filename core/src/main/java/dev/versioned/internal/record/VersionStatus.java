package dev.versioned.internal.record;

import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Optional;

/**
 * What changes about a version after its commit.
 *
 * @param state where it is in its life
 * @param changedAt when it came there; empty if it was never deleted: ACTIVE since it was created
 * @param references how many aliases point to it
 */
public record VersionStatus(VersionState state, Optional<Instant> changedAt, long references) {
  /** The status of a version that was never deleted and that no alias points to. */
  public static final VersionStatus INITIAL =
      new VersionStatus(VersionState.ACTIVE, Optional.empty(), 0);

  /**
   * Returns whether the version was ACTIVE at every moment since its commit.
   *
   * @return false if it was ever deleted
   */
  public boolean neverDeleted() {
    return changedAt.isEmpty();
  }
}
