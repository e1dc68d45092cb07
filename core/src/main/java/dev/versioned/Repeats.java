package dev.versioned;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.LedgerRow;
import dev.versioned.spi.MoveRecord;
import java.util.Optional;

/** A change of an alias that is made again under its idempotency key. */
final class Repeats {
  private final Catalog catalog;
  private final RepositorySettings settings;
  private final AliasMover.Wish wish;

  Repeats(Catalog catalog, RepositorySettings settings, AliasMover.Wish wish) {
    this.catalog = catalog;
    this.settings = settings;
    this.wish = wish;
  }

  /** Finds what a key stands for, unless it has expired. */
  Optional<MoveRecord> find(AliasPlanner.MoveKey key) {
    return catalog
        .findMove(wish.artifact(), wish.name(), key.key())
        .filter(record -> record.expiresAt().isAfter(settings.seams().now()));
  }

  /** Answers as the first call did, with the alias as it is now. */
  Optional<AliasEntry.Present> replay(
      MoveRecord record, AliasPlanner.MoveKey key, AliasUpdate update) {
    if (!record.request().equals(key.request())) {
      throw new IdempotencyKeyReusedException(
          "Cannot "
              + wish
              + " with idempotency key "
              + record.key()
              + ": the key was used for another change of this alias, which made revision "
              + record.revision()
              + "; use a key of its own for each change",
          record.key());
    }
    catalog
        .findLedgerRow(record.artifact(), record.alias(), record.revision())
        .map(LedgerRow::entry)
        .ifPresent(
            entry ->
                update.changed(
                    new AliasChange(entry, Optional.empty(), AliasChange.Outcome.REPLAYED)));
    Optional<AliasEntry.Present> now =
        catalog.findAlias(record.artifact(), record.alias()).flatMap(Listing::present);
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
