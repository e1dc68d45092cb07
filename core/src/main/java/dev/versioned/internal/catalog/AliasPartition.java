package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.AliasMoveSet;
import dev.versioned.internal.record.AliasMoveSet.Change;
import dev.versioned.internal.record.AliasMoveSet.Referred;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StoredAlias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemQuery.Order;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The items of aliases and of their ledgers. */
final class AliasPartition {
  private final ItemStore items;
  private final AliasItems aliases;

  AliasPartition(ItemStore items, VersionReader reader, VersionPartition versions) {
    this.items = items;
    this.aliases = new AliasItems(reader, new VersionRecords(versions::findVersion));
  }

  /** Reads the item of an alias. */
  AliasEntry read(Item item) {
    return aliases.readEntry(item);
  }

  Optional<AliasEntry> find(ArtifactName artifact, AliasName alias, Consistency consistency) {
    return items
        .read("read alias " + artifact + ":" + alias, Keys.alias(artifact, alias), consistency)
        .map(aliases::readEntry);
  }

  Optional<StoredAlias> findStored(ArtifactName artifact, AliasName alias) {
    return items
        .read(
            "read alias " + artifact + ":" + alias, Keys.alias(artifact, alias), Consistency.STRONG)
        .map(aliases::readStored);
  }

  Page<AliasEntry> list(
      ArtifactName artifact, @Nullable AliasName after, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the aliases of " + artifact,
        new ItemQuery(
            Keys.aliases(artifact),
            Keys.LOWEST_ALIAS,
            Keys.HIGHEST_ALIAS,
            after == null ? null : after.value(),
            Order.ASCENDING,
            limit),
        aliases::readEntry,
        unreadable);
  }

  Optional<MoveRecord> findMove(ArtifactName artifact, AliasName alias, IdempotencyKey key) {
    return items
        .read(
            "read idempotency key " + key + " of " + artifact + ":" + alias,
            Keys.move(artifact, alias, key),
            Consistency.STRONG)
        .map(ArtifactItems::readMove);
  }

  /** Lists the idempotency keys of the moves of all aliases. */
  Stream<MoveRecord> moves(ArtifactName artifact, int pageSize) {
    return Page.stream(last -> moves(artifact, last, pageSize, Unreadable.FAIL));
  }

  Page<MoveRecord> moves(
      ArtifactName artifact, @Nullable MoveRecord after, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the idempotency keys of the moves of " + artifact,
        new ItemQuery(
            Keys.aliases(artifact),
            Keys.MOVES,
            Keys.lastMove(),
            after == null ? null : Keys.move(artifact, after.alias(), after.key()).sort(),
            Order.ASCENDING,
            limit),
        ArtifactItems::readMove,
        unreadable);
  }

  /**
   * Writes two items for each alias, in the order of the moves; then one for each version, then one
   * for each idempotency key, and one for the overrides of each alias whose overrides are set.
   */
  AliasMoveSet.Result moveAll(AliasMoveSet set) {
    List<AliasMove> moves = set.moves();
    AliasEntry first = moves.get(0).after();
    String purpose =
        "move alias "
            + first.artifact()
            + ":"
            + first.name()
            + (moves.size() == 1 ? "" : " and " + (moves.size() - 1) + " more");
    List<ItemWrite> writes = new ArrayList<>();
    // rule: aliases-of-a-set-move-together
    moves.forEach(move -> addAlias(writes, move));
    set.references().forEach((version, change) -> writes.add(count(version, change)));
    int records = writes.size();
    // rule: move-made-again-is-recognised
    keyed(moves).forEach(move -> writes.add(record(move)));
    // rule: overrides-are-stored-with-the-move
    moves.stream()
        .flatMap(move -> Stream.ofNullable(move.overrides()))
        .forEach(overrides -> writes.add(put(overrides)));
    ItemWrite.TransactionResult result = items.writeAll(purpose, writes);
    return result instanceof ItemWrite.NoneWritten refused
        ? resultOf(refused, set, records, purpose)
        : new AliasMoveSet.Moved();
  }

  private static void addAlias(List<ItemWrite> writes, AliasMove move) {
    Condition expected =
        move.expectedRevision() == 0
            ? Condition.absent()
            // rule: alias-moves-from-the-expected-revision
            : Condition.equal(Attributes.REVISION, move.expectedRevision());
    writes.add(new ItemWrite.Put(AliasItems.write(move.after()), expected));
    // rule: move-writes-its-ledger-row
    writes.add(new ItemWrite.Put(LedgerItems.write(move.row()), Condition.absent()));
  }

  private static ItemWrite put(OverridesRecord overrides) {
    return new ItemWrite.Put(
        OverridesItems.write(overrides),
        // rule: stored-overrides-are-never-replaced
        Condition.absent());
  }

  private static List<AliasMove> keyed(List<AliasMove> moves) {
    return moves.stream().filter(move -> move.record() != null).toList();
  }

  private static ItemWrite record(AliasMove move) {
    MoveRecord record = Objects.requireNonNull(move.record());
    return new ItemWrite.Put(
        ArtifactItems.write(record), ArtifactItems.free(move.row().entry().at()));
  }

  private static ItemWrite count(Referred version, Change change) {
    return change.gained()
        ? StatePartition.gain(version.artifact(), version.number(), change.change())
        : StatePartition.release(version.artifact(), version.number(), change.change());
  }

  private AliasMoveSet.Result resultOf(
      ItemWrite.NoneWritten refused, AliasMoveSet set, int records, String purpose) {
    List<AliasMove> moves = set.moves();
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    // Check for a repeated move first: if it was already made, no other condition matters.
    List<AliasMove> keyed = keyed(moves);
    for (int i = 0; i < keyed.size(); i++) {
      Optional<Item> existing = refusals.get(records + i);
      if (existing != null) {
        return new AliasMoveSet.Refused(
            keyed.get(i), new AliasMove.KeyTaken(ArtifactItems.readMove(existing.orElseThrow())));
      }
    }
    for (int i = 0; i < moves.size(); i++) {
      Optional<Item> current = refusals.get(2 * i);
      if (current != null) {
        return new AliasMoveSet.Refused(
            moves.get(i), new AliasMove.RevisionDiffers(current.map(aliases::readEntry)));
      }
    }
    // rule: conflict-is-no-refusal
    if (refused.conflict()) {
      return new AliasMoveSet.Contended();
    }
    for (int i = 0; i < moves.size(); i++) {
      if (refusals.containsKey(2 * i + 1)) {
        throw damaged(
            purpose,
            "its ledger has a row of revision " + moves.get(i).after().revision() + " already");
      }
    }
    if (refusals.lastKey() >= records + keyed.size()) {
      throw damaged(purpose, "overrides of its next revision exist already");
    }
    return notActive(refusals.keySet(), set, purpose);
  }

  Optional<OverridesRecord> findOverrides(
      ArtifactName artifact, AliasName alias, long revision, Consistency consistency) {
    return items
        .read(
            "read the overrides of " + artifact + ":" + alias + " of revision " + revision,
            Keys.overrides(artifact, alias, revision),
            consistency)
        .map(OverridesItems::read);
  }

  /** Lists the overrides of an alias up to a revision, the latest first. */
  Page<OverridesRecord> listOverrides(
      ArtifactName artifact, AliasName alias, long before, int limit) {
    if (before <= 1) {
      return new Page<>(List.of(), false);
    }
    return Unreadable.page(
        items,
        "list the overrides of " + artifact + ":" + alias,
        new ItemQuery(
            Keys.aliases(artifact),
            Keys.OVERRIDES + Keys.ledgerSortKey(alias, 1),
            Keys.OVERRIDES + Keys.ledgerSortKey(alias, Math.min(before - 1, VersionNumber.MAX)),
            null,
            Order.DESCENDING,
            limit),
        OverridesItems::read,
        Unreadable.FAIL);
  }

  private static AliasMoveSet.Result notActive(
      Set<Integer> refusals, AliasMoveSet set, String purpose) {
    List<Referred> versions = List.copyOf(set.references().keySet());
    Set<Referred> refused = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      if (refusals.contains(2 * set.moves().size() + i)) {
        refused.add(versions.get(i));
      }
    }
    for (AliasMove move : set.moves()) {
      Set<VersionNumber> notActive = new HashSet<>(move.gained());
      notActive.removeIf(n -> !refused.contains(new Referred(move.after().artifact(), n)));
      if (!notActive.isEmpty()) {
        return new AliasMoveSet.Refused(move, new AliasMove.NotActive(notActive));
      }
    }
    throw damaged(purpose, "a version that it points to has no state");
  }

  static BackendException damaged(String purpose, String why) {
    return BackendException.permanentFailure(
        "Cannot " + purpose + ": " + why + "; the table was changed by other means: run fsck",
        null);
  }

  Optional<LedgerRow> findRow(ArtifactName artifact, AliasName alias, long revision) {
    if (revision < 1 || revision > VersionNumber.MAX) {
      return Optional.empty();
    }
    return items
        .read(
            "read revision " + revision + " in the ledger of " + artifact + ":" + alias,
            Keys.ledgerRow(artifact, alias, revision),
            Consistency.STRONG)
        .map(LedgerItems::read);
  }

  Page<LedgerRow> ledger(
      ArtifactName artifact, AliasName alias, long before, int limit, Unreadable unreadable) {
    if (before <= 1) {
      return new Page<>(List.of(), false);
    }
    return Unreadable.page(
        items,
        "list the ledger of " + artifact + ":" + alias,
        new ItemQuery(
            Keys.ledger(artifact),
            Keys.ledgerSortKey(alias, 1),
            Keys.ledgerSortKey(alias, Math.min(before - 1, VersionNumber.MAX)),
            null,
            Order.DESCENDING,
            limit),
        LedgerItems::read,
        unreadable);
  }
}
