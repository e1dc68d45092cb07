package dev.versioned.internal.record;

import dev.versioned.model.VersionNumber;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of an alias: one transaction that happens whole or not at all.
 *
 * @param expectedRevision the revision the alias must be at, 0 if nothing may be under its name
 * @param after what to put there, one revision on
 * @param row the ledger row of the new revision
 * @param gained versions newly pointed to: each must be ACTIVE, and gets one reference more
 * @param released versions no longer pointed to: each gets one reference less
 * @param record the idempotency key to record, which must be free, or have expired by the time of
 *     the ledger row; null for none
 */
public record AliasMove(
    long expectedRevision,
    AliasEntry after,
    LedgerRow row,
    Set<VersionNumber> gained,
    Set<VersionNumber> released,
    @Nullable MoveRecord record) {

  /**
   * Makes a move without an idempotency key.
   *
   * @param expectedRevision the revision the alias must be at, 0 if nothing may be under its name
   * @param after what to put there, one revision on
   * @param row the ledger row of the new revision
   * @param gained versions newly pointed to: each must be ACTIVE, and gets one reference more
   * @param released versions no longer pointed to: each gets one reference less
   */
  public AliasMove(
      long expectedRevision,
      AliasEntry after,
      LedgerRow row,
      Set<VersionNumber> gained,
      Set<VersionNumber> released) {
    this(expectedRevision, after, row, gained, released, null);
  }

  /** What came of the move. */
  public sealed interface Result {}

  /** The alias was moved, by this call. */
  public record Moved() implements Result {}

  /**
   * The alias was at another revision. Nothing changed.
   *
   * @param current the stored alias, if any
   */
  public record RevisionDiffers(Optional<AliasEntry> current) implements Result {}

  /**
   * The revision was right, and versions to be pointed to are not ACTIVE. Nothing changed.
   *
   * @param versions which
   */
  public record NotActive(Set<VersionNumber> versions) implements Result {}

  /**
   * The idempotency key stands for a move that was made before. Nothing changed.
   *
   * @param existing what the key stands for
   */
  public record KeyTaken(MoveRecord existing) implements Result {}

  /**
   * Another transaction was at the same items. Nothing changed; the same move may be tried again.
   */
  public record Contended() implements Result {}
}
