package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.model.Alias;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.spi.Page;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proves the row of a ledger from the signed alias: the alias has the hash of its last row, and
 * each row has the hash of the row before. Reads the rows in between, and only if the trust policy
 * demands signed moves.
 */
final class LedgerChain {
  private final Catalog catalog;
  private final int pageSize;
  private final AliasTrust trust;

  LedgerChain(Catalog catalog, Settings settings, AliasTrust trust) {
    this.catalog = catalog;
    this.pageSize = settings.pageSize();
    this.trust = trust;
  }

  /** Checks that the ledger's row of a restored routing is the one that was written. */
  void check(AliasEntry.Present present, Goal.Restore restore) {
    if (!trust.isDemanded(present.artifact())) {
      return;
    }
    String expected = present.rowHash();
    Iterator<LedgerRow> rows = rows(present.alias()).iterator();
    while (rows.hasNext()) {
      LedgerRow row = rows.next();
      // rule: forged-ledger-row-is-not-restored
      if (!Catalog.hash(row).equals(expected)) {
        throw changed(present, row.entry().revision());
      }
      if (row.entry().revision() == restore.revision()
          && row.entry().after().equals(Optional.of(restore.routing()))
          && restore.overrides().map(row.overrides()::equals).orElse(true)) {
        return;
      }
      expected = row.previousHash();
    }
    throw changed(present, restore.revision());
  }

  private Stream<LedgerRow> rows(Alias alias) {
    return Page.stream(
        last ->
            catalog.ledger(
                alias.artifact(),
                alias.name(),
                last == null ? alias.revision() + 1 : last.entry().revision(),
                pageSize,
                Unreadable.FAIL));
  }

  private static UntrustedVersionException changed(AliasEntry.Present present, long revision) {
    return new UntrustedVersionException(
        "Cannot roll back alias "
            + present.artifact()
            + ":"
            + present.name()
            + ": revision "
            + revision
            + " in its ledger is not what was written, or is missing; run fsck, and point the alias"
            + " to a version that can be trusted",
        UntrustedVersionException.Reason.CHANGED);
  }
}
