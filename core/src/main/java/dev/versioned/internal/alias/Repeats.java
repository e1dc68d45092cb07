package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import java.util.Optional;

/** A repeated change of an alias, under the same idempotency key. */
final class Repeats {
  private final Catalog catalog;
  private final Settings settings;
  private final AliasMover.Wish wish;

  Repeats(Catalog catalog, Settings settings, AliasMover.Wish wish) {
    this.catalog = catalog;
    this.settings = settings;
    this.wish = wish;
  }

  /** Returns the record of a key, unless it has expired. */
  Optional<MoveRecord> find(MoveKey key) {
    return catalog
        .findMove(wish.artifact(), wish.name(), key.key())
        .filter(record -> record.expiresAt().isAfter(settings.environment().now()));
  }

  /** Returns the result of the first call, with the alias as it is now. */
  Optional<AliasEntry.Present> replay(MoveRecord record, MoveKey key, ChangeRequest request) {
    if (!record.request().equals(key.request())) {
      throw new IdempotencyKeyReusedException(
          "Cannot "
              + wish
              + " with idempotency key "
              + record.key()
              + ": the key was used for another change of this alias, which made revision "
              + record.revision()
              + "; use a different key for each change",
          record.key());
    }
    catalog
        .findLedgerRow(record.artifact(), record.alias(), record.revision())
        .map(LedgerRow::entry)
        .ifPresent(
            entry ->
                request.listener().accept(new ChangeRequest.Change(entry, Optional.empty(), true)));
    Optional<AliasEntry.Present> now =
        catalog.findAlias(record.artifact(), record.alias()).flatMap(AliasEntry::present);
    if (now.isEmpty() && wish.action() != LedgerEntry.Action.DELETE) {
      throw new NotFoundException(
          "Cannot "
              + wish
              + " again: that was done at revision "
              + record.revision()
              + ", and the alias was deleted since",
          NotFoundException.Subject.ALIAS);
    }
    return now;
  }
}
