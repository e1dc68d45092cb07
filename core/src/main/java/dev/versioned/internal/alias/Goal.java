package dev.versioned.internal.alias;

import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.Digest;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.Optional;
import java.util.SortedMap;

/** The desired state of an alias. */
public sealed interface Goal {

  /** A state in which the alias exists. */
  sealed interface Keep extends Goal {
    Routing routing();
  }

  /** The alias serves a routing; the update may set its description, too. */
  record Serve(Routing routing) implements Keep {}

  /**
   * The alias again serves the routing of one of its revisions, with versions of exactly these
   * digests.
   *
   * @param overrides the overrides of that revision; empty to keep those in force
   */
  record Restore(
      Routing routing,
      long revision,
      long rollbackRevision,
      SortedMap<VersionNumber, Digest> digests,
      Optional<AliasOverrides> overrides)
      implements Keep {}

  /** The alias serves what it serves, with these overrides in place of its own. */
  record SetOverrides(Routing routing, SortedMap<String, VersionNumber> overrides)
      implements Keep {}

  /** The alias serves the current step of a rollout. */
  record Roll(Rollout rollout) implements Keep {
    @Override
    public Routing routing() {
      return rollout.routing();
    }
  }

  /** The alias serves what it serves, and is frozen, or no longer. */
  record Freeze(Routing routing, Optional<AliasFreeze> freeze) implements Keep {}

  /** The alias is deleted. */
  record Remove() implements Goal {}

  /** The alias stays as it is. */
  record Nothing() implements Goal {}
}
