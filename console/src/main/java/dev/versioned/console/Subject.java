package dev.versioned.console;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.model.Alias;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.util.Optional;

/**
 * An alias as it was read, with its last rollout: both of the same revision.
 *
 * @param artifact the artifact
 * @param handle the alias's handle
 * @param alias the alias
 * @param rollout the rollout under way, or the last one
 */
record Subject(Artifact artifact, AliasHandle handle, Alias alias, Optional<Rollout> rollout) {

  /**
   * Reads an alias.
   *
   * @throws dev.versioned.model.NotFoundException if it does not exist
   */
  static Subject read(Artifact artifact, String name) {
    AliasHandle handle = artifact.alias(name);
    Optional<RolloutStatus> status = handle.rollout().find();
    return new Subject(
        artifact,
        handle,
        status.map(RolloutStatus::alias).orElseGet(handle::read),
        status.map(RolloutStatus::rollout));
  }

  /** Returns the rollout that is under way. */
  Optional<Rollout> underWay() {
    return rollout.filter(one -> !one.isOver());
  }
}
