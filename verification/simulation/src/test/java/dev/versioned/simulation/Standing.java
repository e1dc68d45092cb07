package dev.versioned.simulation;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of an alias at some time.
 *
 * @param present the alias, if it existed
 * @param earlier what a rollback would have restored
 */
record Standing(Optional<AliasEntry.Present> present, Optional<Served> earlier) {
  /** Before the alias was created. */
  static final Standing ABSENT = new Standing(Optional.empty(), Optional.empty());

  static Standing of(@Nullable AliasEntry entry, UndoStack undo) {
    return entry instanceof AliasEntry.Present present
        ? new Standing(Optional.of(present), undo.earlier())
        : ABSENT;
  }

  boolean isAbsent() {
    return present.isEmpty();
  }

  /** Returns whether it existed without an earlier routing. */
  boolean hasNoWayBack() {
    return present.isPresent() && earlier.isEmpty();
  }

  /** Returns whether it existed without a canary. */
  boolean isWhole() {
    return present.isPresent() && !present.get().alias().routing().isSplit();
  }

  /** Returns whether it had a freeze, which may have been over. */
  boolean isFrozen() {
    return present.flatMap(one -> one.alias().freeze()).isPresent();
  }

  boolean isRollingOut() {
    return rollout().filter(rollout -> !rollout.isOver()).isPresent();
  }

  Optional<Rollout> rollout() {
    return present.flatMap(AliasEntry.Present::rollout);
  }

  /** Returns the versions that a rollback would have restored. */
  Set<VersionNumber> earlierVersions() {
    return earlier.map(Served::versions).orElse(Set.of());
  }
}
