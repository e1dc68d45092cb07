package dev.versioned.internal.alias;

import dev.versioned.model.Digest;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.SortedMap;

/** What is to become of an alias. */
public sealed interface Goal {

  /** What leaves an alias that routes. */
  sealed interface Keep extends Goal {
    Routing routing();
  }

  /** It shall serve a routing; a description that the update gives goes with it. */
  record Serve(Routing routing) implements Keep {}

  /** It shall serve again what a revision of its own served: versions of these very digests. */
  record Restore(
      Routing routing,
      long revision,
      long rollbackRevision,
      SortedMap<VersionNumber, Digest> digests)
      implements Keep {}

  /** It shall be as a rollout says. */
  record Roll(Rollout rollout) implements Keep {
    @Override
    public Routing routing() {
      return rollout.routing();
    }
  }

  /** It shall be deleted. */
  record Remove() implements Goal {}

  /** Nothing need be done. */
  record Nothing() implements Goal {}
}
