package dev.versioned.s3dynamo;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.BackendException;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.AliasMove;
import dev.versioned.spi.AliasMoveSet;
import dev.versioned.spi.AliasMoveSet.Change;
import dev.versioned.spi.AliasMoveSet.Referred;
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

  /** Two items for each alias, in the order of the moves; then one for each version. */
  AliasMoveSet.Result moveAll(AliasMoveSet set) {
    List<AliasMove> moves = set.moves();
    AliasEntry first = moves.get(0).after();
    String what =
        "move alias "
            + first.artifact()
            + ":"
            + first.name()
            + (moves.size() == 1 ? "" : " and " + (moves.size() - 1) + " more");
    List<TransactWriteItem> transaction = new ArrayList<>();
    moves.forEach(move -> addAlias(transaction, move));
    set.references().forEach((version, change) -> transaction.add(count(version, change)));
    Optional<Cancellation> cancelled = table.transact(what, transaction);
    return cancelled.isEmpty() ? new AliasMoveSet.Moved() : read(cancelled.get(), set, what);
  }

  private void addAlias(List<TransactWriteItem> transaction, AliasMove move) {
    TransactionItems items = table.items();
    Expression expected = new Expression();
    String condition =
        move.expectedRevision() == 0
            ? expected.absent()
            : expected.of(Attributes.REVISION) + " = " + expected.number(move.expectedRevision());
    Expression noRow = new Expression();
    transaction.add(items.put(AliasItems.write(move.after()), condition, expected));
    transaction.add(items.put(AliasItems.LEDGER_ROW.write(move.row()), noRow.absent(), noRow));
  }

  private TransactWriteItem count(Referred version, Change change) {
    ItemKey key = ItemKey.version(version.artifact(), version.number());
    Expression x = new Expression();
    String condition =
        change.gained() ? x.is(Attributes.STATE, VersionState.ACTIVE.name()) : x.present();
    if (change.change() == 0) {
      return table.items().check(key, condition, x);
    }
    String update = "ADD " + x.of(Attributes.REFERENCES) + " " + x.number(change.change());
    return table.items().update(key, update, condition, x);
  }

  private static AliasMoveSet.Result read(Cancellation why, AliasMoveSet set, String what) {
    List<AliasMove> moves = set.moves();
    for (int i = 0; i < moves.size(); i++) {
      if (why.refused(2 * i)) {
        Map<String, AttributeValue> item = why.item(2 * i);
        Optional<AliasEntry> current =
            item.isEmpty() ? Optional.empty() : Optional.of(AliasItems.readEntry(item));
        return new AliasMoveSet.Refused(moves.get(i), new AliasMove.RevisionDiffers(current));
      }
    }
    if (why.contended()) {
      return new AliasMoveSet.Contended();
    }
    for (int i = 0; i < moves.size(); i++) {
      if (why.refused(2 * i + 1)) {
        throw damaged(
            what,
            "its ledger has a row of revision " + moves.get(i).after().revision() + " already");
      }
    }
    List<Referred> versions = List.copyOf(set.references().keySet());
    Set<Referred> refused = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      if (why.refused(2 * moves.size() + i)) {
        refused.add(versions.get(i));
      }
    }
    for (AliasMove move : moves) {
      Set<VersionNumber> notActive = new HashSet<>(move.gained());
      notActive.removeIf(n -> !refused.contains(new Referred(move.after().artifact(), n)));
      if (!notActive.isEmpty()) {
        return new AliasMoveSet.Refused(move, new AliasMove.NotActive(notActive));
      }
    }
    throw damaged(what, "a version that it points to has no item");
  }

  private static BackendException damaged(String what, String why) {
    return BackendException.lasting(
        "Cannot " + what + ": " + why + "; the table was changed by other means: run fsck", null);
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
