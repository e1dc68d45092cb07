package dev.versioned.spi;

import dev.versioned.LedgerEntry;

/**
 * A row of an alias's ledger as the catalog keeps it.
 *
 * @param entry what users see
 * @param moveId the move that wrote the row: tells a mover whether a lost reply was its own success
 * @param rollbackRevision the revision that a rollback went back to from here, 0 if there was none
 */
public record LedgerRow(LedgerEntry entry, String moveId, long rollbackRevision) {}
