package dev.versioned.internal.catalog;

import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemQuery.Order;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The records of version numbers, and the items of idempotency keys. */
final class VersionPartition {
  private final ItemStore items;
  private final VersionReader reader;

  VersionPartition(ItemStore items, VersionReader reader) {
    this.items = items;
    this.reader = reader;
  }

  CommitResult commit(
      VersionRecord version,
      @Nullable IdempotencyRecord key,
      @Nullable VersionSignature signature) {
    String purpose = "commit " + version.version();
    // rule: committed-number-is-not-taken
    ItemWrite put = new ItemWrite.Put(VersionItems.write(version), Condition.absent());
    List<ItemWrite> writes = new ArrayList<>(List.of(put));
    if (key != null) {
      // rule: taken-key-keeps-the-version-out
      ItemWrite record =
          new ItemWrite.Put(
              ArtifactItems.write(key), ArtifactItems.free(version.version().createdAt()));
      writes.add(record);
    }
    if (signature != null) {
      // rule: version-and-signature-appear-together
      writes.add(SignatureItems.add(signature));
    }
    if (writes.size() == 1) {
      ItemWrite.Result result = items.write(purpose, put);
      return result instanceof ItemWrite.Refused refused
          ? numberTaken(refused.current())
          : new CommitResult.Committed();
    }
    ItemWrite.TransactionResult result = items.writeAll(purpose, writes);
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return new CommitResult.Committed();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    // After a lost reply this commit has itself taken all of them, and the number's record shows
    // that.
    // rule: taken-number-is-told-first
    if (refusals.containsKey(0)) {
      return numberTaken(refusals.get(0));
    } else if (key != null && refusals.containsKey(1)) {
      return keyTaken(refusals.get(1));
    } else if (!refusals.isEmpty()) {
      throw BackendException.permanentFailure(
          "Cannot "
              + purpose
              + ": a signature of this number exists before its version; the table was changed by"
              + " other means: remove the item "
              + RecordNames.describe(writes.get(writes.size() - 1).key())
              + ", and publish again",
          null);
    }
    throw contended(purpose);
  }

  static BackendException contended(String purpose) {
    return BackendException.transientFailure(
        "Cannot " + purpose + ": another transaction is writing the same items; try again", null);
  }

  CommitResult recordKey(IdempotencyRecord key, Instant at) {
    ItemWrite.Result result =
        items.write(
            "record idempotency key " + key.key() + " of " + key.artifact(),
            new ItemWrite.Put(ArtifactItems.write(key), ArtifactItems.free(at)));
    return result instanceof ItemWrite.Refused refused
        ? keyTaken(refused.current())
        : new CommitResult.Committed();
  }

  private CommitResult numberTaken(Optional<Item> item) {
    return new CommitResult.NumberTaken(reader.readRecord(item.orElseThrow()));
  }

  private static CommitResult keyTaken(Optional<Item> item) {
    return new CommitResult.KeyTaken(ArtifactItems.readKey(item.orElseThrow()));
  }

  Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key) {
    return items
        .read(
            "read idempotency key " + key + " of " + artifact,
            Keys.idempotencyKey(artifact, key),
            Consistency.STRONG)
        .map(ArtifactItems::readKey);
  }

  Page<IdempotencyRecord> keys(
      ArtifactName artifact, @Nullable IdempotencyKey after, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the idempotency keys of " + artifact,
        new ItemQuery(
            Keys.versions(artifact),
            Keys.firstIdempotencyKey(),
            Keys.lastIdempotencyKey(),
            after == null ? null : Keys.idempotencyKey(artifact, after).sort(),
            Order.ASCENDING,
            limit),
        ArtifactItems::readKey,
        unreadable);
  }

  Optional<NumberRecord> find(ArtifactName artifact, VersionNumber number) {
    return items
        .read(
            "read version " + artifact + ":" + number,
            Keys.version(artifact, number),
            Consistency.STRONG)
        .map(reader::readRecord);
  }

  /** Reads the version of a number; empty if the number has none. */
  Optional<Version> findVersion(ArtifactName artifact, VersionNumber number) {
    return find(artifact, number).flatMap(NumberRecord::asVersion).map(VersionRecord::version);
  }

  Page<NumberRecord> list(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the versions of " + artifact,
        Keys.numbers(Keys.versions(artifact), before == null ? null : before.padded(), limit),
        reader::readRecord,
        unreadable);
  }

  NumberRecord abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    VersionEntry.Abandoned tombstone = new VersionEntry.Abandoned(artifact, number, at);
    ItemWrite.Result result =
        items.write(
            "abandon " + artifact + ":" + number,
            // rule: tombstone-takes-no-version
            new ItemWrite.Put(VersionItems.write(tombstone), Condition.absent()));
    return recordAfter(result, tombstone);
  }

  NumberRecord giveUp(ArtifactName artifact, VersionNumber number, Instant at) {
    VersionEntry.GivenUp givenUp = new VersionEntry.GivenUp(artifact, number, at);
    ItemWrite.Result result =
        items.write(
            "give up " + artifact + ":" + number,
            // rule: given-up-number-holds-no-version
            new ItemWrite.Put(VersionItems.write(givenUp), Condition.absent()));
    return recordAfter(result, givenUp);
  }

  private NumberRecord recordAfter(ItemWrite.Result result, NumberRecord written) {
    return result instanceof ItemWrite.Refused refused
        ? reader.readRecord(refused.current().orElseThrow())
        : written;
  }
}
