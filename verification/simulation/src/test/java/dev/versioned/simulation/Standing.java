package dev.versioned.simulation;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an alias stood at some time.
 *
 * @param present what it was, unless it was not there
 * @param earlier what a rollback would have brought back
 */
record Standing(Optional<AliasEntry.Present> present, Optional<Routing> earlier) {
  /** Before it was made. */
  static final Standing ABSENT = new Standing(Optional.empty(), Optional.empty());

  static Standing of(@Nullable AliasEntry entry, UndoStack undo) {
    return entry instanceof AliasEntry.Present present
        ? new Standing(Optional.of(present), undo.earlier())
        : ABSENT;
  }

  boolean isAbsent() {
    return present.isEmpty();
  }

  /** Whether it was there, and nothing else had served before. */
  boolean hasNoWayBack() {
    return present.isPresent() && earlier.isEmpty();
  }

  /** Whether it was there, and had no canary. */
  boolean isWhole() {
    return present.isPresent() && !present.get().alias().routing().isSplit();
  }

  boolean isRollingOut() {
    return rollout().filter(rollout -> !rollout.isOver()).isPresent();
  }

  Optional<Rollout> rollout() {
    return present.flatMap(AliasEntry.Present::rollout);
  }

  /** The versions that a rollback would have brought back. */
  Set<VersionNumber> earlierVersions() {
    return earlier.map(Routing::versions).orElse(Set.of());
  }
}
