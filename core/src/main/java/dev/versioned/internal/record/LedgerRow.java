package dev.versioned.internal.record;

import dev.versioned.model.AliasOverrides;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.VersionNumber;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of an alias's ledger as the catalog stores it.
 *
 * @param entry the part that users see
 * @param moveId the move that wrote the row; after a lost reply, a mover recognizes its own success
 *     by this id
 * @param rollbackRevision the revision that a rollback from this row restores, 0 if there is none
 * @param digests the digests of the versions that the row names; a rollback compares them
 * @param previousHash the hash of the row before; empty in an alias's first row
 * @param overrides the overrides in force after the change; a rollback restores them
 */
public record LedgerRow(
    LedgerEntry entry,
    String moveId,
    long rollbackRevision,
    SortedMap<VersionNumber, Digest> digests,
    String previousHash,
    AliasOverrides overrides) {

  /**
   * Makes a row; the map is copied.
   *
   * @param entry the part that users see
   * @param moveId the move that wrote the row
   * @param rollbackRevision the revision that a rollback from this row restores, 0 if there is none
   * @param digests the digests of the versions that the row names
   * @param previousHash the hash of the row before; empty in an alias's first row
   * @param overrides the overrides in force after the change; a rollback restores them
   */
  public LedgerRow {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /**
   * Makes a row of an alias without overrides.
   *
   * @param entry the part that users see
   * @param moveId the move that wrote the row
   * @param rollbackRevision the revision that a rollback from this row restores, 0 if there is none
   * @param digests the digests of the versions that the row names
   * @param previousHash the hash of the row before; empty in an alias's first row
   */
  public LedgerRow(
      LedgerEntry entry,
      String moveId,
      long rollbackRevision,
      SortedMap<VersionNumber, Digest> digests,
      String previousHash) {
    this(entry, moveId, rollbackRevision, digests, previousHash, AliasOverrides.NONE);
  }

  /**
   * Makes a row that names no version and no row before it.
   *
   * @param entry the part that users see
   * @param moveId the move that wrote the row
   * @param rollbackRevision the revision that a rollback from this row restores, 0 if there is none
   */
  public LedgerRow(LedgerEntry entry, String moveId, long rollbackRevision) {
    this(entry, moveId, rollbackRevision, new TreeMap<>(), "");
  }
}
