package dev.versioned.internal.record;

/**
 * The record under an alias's name as it is stored, with what only a check of the store needs.
 *
 * @param entry the record
 * @param listed whether the index of rollouts under way contains it
 */
public record StoredAlias(AliasEntry entry, boolean listed) {

  /** Returns whether the index should contain it. */
  public boolean isRollingOut() {
    return entry.present().flatMap(AliasEntry.Present::rolloutUnderWay).isPresent();
  }
}
