package dev.versioned.s3dynamo;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.BackendException;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.AliasMove;
import dev.versioned.spi.LedgerRow;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The items of aliases and of their ledgers. */
final class AliasPartition {
  private static final int ALIAS_ITEM = 0;
  private static final int LEDGER_ITEM = 1;
  private static final int FIRST_VERSION_ITEM = 2;

  private final Table table;

  AliasPartition(Table table) {
    this.table = table;
  }

  Optional<AliasEntry> find(ArtifactName artifact, AliasName alias) {
    return table.read(ItemKey.alias(artifact, alias)).map(AliasItems::readEntry);
  }

  Page<AliasEntry> list(ArtifactName artifact, @Nullable AliasName after, int limit) {
    Expression x = new Expression();
    String condition = x.is(Attributes.PK, ItemKey.aliases(artifact));
    if (after != null) {
      condition += " AND " + x.of(Attributes.SK) + " > " + x.text(after.value());
    }
    return table.page(
        "list the aliases of " + artifact, limit, condition, x, q -> {}, AliasItems::readEntry);
  }

  AliasMove.Result move(AliasMove move) {
    AliasEntry after = move.after();
    String what = "move alias " + after.artifact() + ":" + after.name();
    List<VersionNumber> gained = List.copyOf(move.gained());
    Optional<Cancellation> cancelled = table.transact(what, items(move, gained));
    if (cancelled.isEmpty()) {
      return new AliasMove.Moved();
    }
    Cancellation why = cancelled.get();
    if (why.refused(ALIAS_ITEM)) {
      Map<String, AttributeValue> item = why.item(ALIAS_ITEM);
      return new AliasMove.RevisionDiffers(
          item.isEmpty() ? Optional.empty() : Optional.of(AliasItems.readEntry(item)));
    } else if (why.contended()) {
      return new AliasMove.Contended();
    }
    Set<VersionNumber> notActive = new HashSet<>();
    for (int i = 0; i < gained.size(); i++) {
      if (why.refused(FIRST_VERSION_ITEM + i)) {
        notActive.add(gained.get(i));
      }
    }
    if (!notActive.isEmpty()) {
      return new AliasMove.NotActive(notActive);
    }
    throw new BackendException(
        "Cannot "
            + what
            + ": "
            + (why.refused(LEDGER_ITEM)
                ? "its ledger has a row of revision " + after.revision() + " already"
                : "a version that it points to has no item")
            + "; the table was changed by other means: run fsck",
        false,
        null);
  }

  private List<TransactWriteItem> items(AliasMove move, List<VersionNumber> gained) {
    TransactionItems items = table.items();
    AliasEntry after = move.after();
    Expression expected = new Expression();
    String condition =
        move.expectedRevision() == 0
            ? expected.absent()
            : expected.of(Attributes.REVISION) + " = " + expected.number(move.expectedRevision());
    Expression noRow = new Expression();
    List<TransactWriteItem> transaction = new ArrayList<>();
    transaction.add(items.put(AliasItems.write(after), condition, expected));
    transaction.add(items.put(AliasItems.LEDGER_ROW.write(move.row()), noRow.absent(), noRow));
    for (VersionNumber number : gained) {
      Expression x = new Expression();
      String active = x.is(Attributes.STATE, VersionState.ACTIVE.name());
      transaction.add(count(after.artifact(), number, 1, active, x));
    }
    for (VersionNumber number : move.released()) {
      Expression x = new Expression();
      transaction.add(count(after.artifact(), number, -1, x.present(), x));
    }
    return transaction;
  }

  private TransactWriteItem count(
      ArtifactName artifact, VersionNumber number, int change, String condition, Expression x) {
    String update = "ADD " + x.of(Attributes.REFERENCES) + " " + x.number(change);
    return table.items().update(ItemKey.version(artifact, number), update, condition, x);
  }

  Optional<LedgerRow> findRow(ArtifactName artifact, AliasName alias, long revision) {
    if (revision < 1 || revision > VersionNumber.MAX) {
      return Optional.empty();
    }
    return table
        .read(ItemKey.ledgerRow(artifact, alias, revision))
        .map(AliasItems.LEDGER_ROW::read);
  }

  Page<LedgerRow> ledger(ArtifactName artifact, AliasName alias, long before, int limit) {
    if (before <= 1) {
      return new Page<>(List.of(), false);
    }
    Expression x = new Expression();
    String first = ItemKey.ledgerSortKey(alias, 1);
    String last = ItemKey.ledgerSortKey(alias, Math.min(before - 1, VersionNumber.MAX));
    String condition =
        x.is(Attributes.PK, ItemKey.ledger(artifact))
            + " AND "
            + x.between(Attributes.SK, first, last);
    return table.page(
        "list the ledger of " + artifact + ":" + alias,
        limit,
        condition,
        x,
        q -> q.scanIndexForward(false),
        AliasItems.LEDGER_ROW::read);
  }
}
