package dev.versioned.internal.record;

import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.VersionNumber;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of an alias's ledger as the catalog keeps it.
 *
 * @param entry what users see
 * @param moveId the move that wrote the row: by it a mover recognises its own success after a lost
 *     reply
 * @param rollbackRevision the revision that a rollback went back to from here, 0 if there was none
 * @param digests the digests of the versions that the row names: what comes back is compared
 */
public record LedgerRow(
    LedgerEntry entry,
    String moveId,
    long rollbackRevision,
    SortedMap<VersionNumber, Digest> digests) {

  /**
   * Makes a row; the map is copied.
   *
   * @param entry what users see
   * @param moveId the move that wrote the row
   * @param rollbackRevision the revision that a rollback goes back to from here, 0 if there is none
   * @param digests the digests of the versions that the row names
   */
  public LedgerRow {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /**
   * Makes a row that names no version.
   *
   * @param entry what users see
   * @param moveId the move that wrote the row
   * @param rollbackRevision the revision that a rollback goes back to from here, 0 if there is none
   */
  public LedgerRow(LedgerEntry entry, String moveId, long rollbackRevision) {
    this(entry, moveId, rollbackRevision, new TreeMap<>());
  }
}
