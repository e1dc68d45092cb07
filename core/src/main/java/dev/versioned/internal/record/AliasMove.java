package dev.versioned.internal.record;

import dev.versioned.model.VersionNumber;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of an alias, in one transaction.
 *
 * @param expectedRevision the revision that the alias must have, 0 if nothing may exist under its
 *     name
 * @param after the new entry, at the next revision
 * @param row the ledger row of the new revision
 * @param gained versions that the alias starts to point to: each must be ACTIVE, and gets one more
 *     reference
 * @param released versions that the alias stops pointing to: each loses one reference
 * @param record the idempotency key to record, which must be free, or expired at the time of the
 *     ledger row; null for none
 * @param overrides the overrides to store, of the new revision; null if they do not change, or are
 *     all cleared
 */
public record AliasMove(
    long expectedRevision,
    AliasEntry after,
    LedgerRow row,
    Set<VersionNumber> gained,
    Set<VersionNumber> released,
    @Nullable MoveRecord record,
    @Nullable OverridesRecord overrides) {

  /**
   * Makes a move without an idempotency key.
   *
   * @param expectedRevision the revision that the alias must have, 0 if nothing may exist under its
   *     name
   * @param after the new entry, at the next revision
   * @param row the ledger row of the new revision
   * @param gained versions that the alias starts to point to: each must be ACTIVE, and gets one
   *     more reference
   * @param released versions that the alias stops pointing to: each loses one reference
   */
  public AliasMove(
      long expectedRevision,
      AliasEntry after,
      LedgerRow row,
      Set<VersionNumber> gained,
      Set<VersionNumber> released) {
    this(expectedRevision, after, row, gained, released, null, null);
  }

  /** The result of the move. */
  public sealed interface Result {}

  /** This call moved the alias. */
  public record Moved() implements Result {}

  /**
   * The alias had another revision. Nothing changed.
   *
   * @param current the stored entry, if one exists
   */
  public record RevisionDiffers(Optional<AliasEntry> current) implements Result {}

  /**
   * The revision was as expected, but versions that the alias would point to are not ACTIVE.
   * Nothing changed.
   *
   * @param versions the versions that are not ACTIVE
   */
  public record NotActive(Set<VersionNumber> versions) implements Result {}

  /**
   * The idempotency key belongs to an earlier move. Nothing changed.
   *
   * @param existing the record of the key
   */
  public record KeyTaken(MoveRecord existing) implements Result {}

  /**
   * Another transaction was writing the same items. Nothing changed; the same move may be retried.
   */
  public record Contended() implements Result {}
}
