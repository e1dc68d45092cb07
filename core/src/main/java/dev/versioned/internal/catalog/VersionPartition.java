package dev.versioned.internal.catalog;

import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemQuery.Order;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The items of version numbers and of idempotency keys. */
final class VersionPartition {
  private static final int LARGEST_PAGE = 64;

  private final ItemStore items;

  VersionPartition(ItemStore items) {
    this.items = items;
  }

  CommitResult commit(VersionEntry.Committed version, @Nullable IdempotencyRecord key) {
    String purpose = "commit " + version.version();
    // rule: committed-number-is-not-taken
    ItemWrite put = new ItemWrite.Put(VersionItems.write(version), Condition.absent());
    if (key == null) {
      ItemWrite.Result result = items.write(purpose, put);
      return result instanceof ItemWrite.Refused refused
          ? numberTaken(refused.current())
          : new CommitResult.Committed();
    }
    // rule: taken-key-keeps-the-version-out
    ItemWrite record =
        new ItemWrite.Put(
            ArtifactItems.write(key), ArtifactItems.free(version.version().createdAt()));
    ItemWrite.TransactionResult result = items.writeAll(purpose, List.of(put, record));
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return new CommitResult.Committed();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    // After a lost reply both are taken, by this very commit: the number says so.
    // rule: taken-number-is-told-first
    if (refusals.containsKey(0)) {
      return numberTaken(refusals.get(0));
    } else if (refusals.containsKey(1)) {
      return keyTaken(refusals.get(1));
    }
    throw contended(purpose);
  }

  static BackendException contended(String purpose) {
    return BackendException.transientFailure(
        "Cannot " + purpose + ": another transaction holds the same items; try again", null);
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

  private static CommitResult numberTaken(Optional<Item> item) {
    return new CommitResult.NumberTaken(VersionItems.readEntry(item.orElseThrow()));
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

  Optional<VersionEntry> find(ArtifactName artifact, VersionNumber number) {
    return items
        .read(
            "read version " + artifact + ":" + number,
            Keys.version(artifact, number),
            Consistency.STRONG)
        .map(VersionItems::readEntry);
  }

  Page<VersionEntry> list(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the versions of " + artifact,
        new ItemQuery(
            Keys.versions(artifact),
            Keys.LOWEST_NUMBER,
            Keys.HIGHEST_NUMBER,
            before == null ? null : before.padded(),
            Order.DESCENDING,
            limit),
        VersionItems::readEntry,
        unreadable);
  }

  /** The newest version is nearly always ACTIVE: reads one, then more and more. */
  Optional<VersionEntry.Committed> newestActive(ArtifactName artifact) {
    VersionNumber before = null;
    int limit = 1;
    while (true) {
      Page<VersionEntry> page = list(artifact, before, limit, Unreadable.FAIL);
      for (VersionEntry entry : page.items()) {
        if (entry instanceof VersionEntry.Committed committed
            && committed.state() == VersionState.ACTIVE) {
          return Optional.of(committed);
        }
        before = entry.number();
      }
      if (!page.hasMore()) {
        return Optional.empty();
      }
      limit = Math.min(LARGEST_PAGE, limit * 4);
    }
  }

  /**
   * Whether any ACTIVE version is newer than a working copy. Nearly always the newest one says so;
   * if that was published from an earlier copy, those between may.
   */
  boolean hide(WorkingCopy copy, VersionEntry.Committed newest) {
    if (newest.hides(copy) || newest.number().value() <= copy.lastNumber()) {
      return newest.hides(copy);
    }
    return Page.<VersionEntry>stream(
            last ->
                list(
                    newest.artifact(),
                    last == null ? newest.number() : last.number(),
                    LARGEST_PAGE,
                    Unreadable.FAIL))
        .takeWhile(entry -> entry.number().value() > copy.lastNumber())
        .anyMatch(entry -> entry instanceof VersionEntry.Committed version && version.hides(copy));
  }

  static ItemWrite write(StateChange change) {
    // rule: state-changes-from-the-one-named
    Condition condition =
        Schema.known().and(Condition.equal(Attributes.STATE, change.from().name()));
    Instant since = change.since();
    // rule: state-changes-from-the-time-named
    if (since != null) {
      condition = condition.and(Condition.equal(Attributes.STATE_CHANGED_AT, since.toString()));
    }
    if (change.from() == VersionState.ACTIVE) {
      // rule: version-in-use-is-not-deleted
      condition = condition.and(Condition.equal(Attributes.REFERENCES, 0));
    }
    return new ItemWrite.Update(
        Keys.version(change.artifact(), change.number()),
        List.of(
            ItemChange.set(Attributes.STATE, change.to().name()),
            ItemChange.set(Attributes.STATE_CHANGED_AT, change.at().toString())),
        condition);
  }

  StateChange.Result change(StateChange change) {
    ItemWrite.Result result =
        items.write(
            "make " + change.artifact() + ":" + change.number() + " " + change.to(), write(change));
    return result instanceof ItemWrite.Refused refused
        ? new StateChange.Unchanged(refused.current().map(VersionItems::readEntry))
        : new StateChange.Changed();
  }

  VersionEntry abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    VersionEntry.Abandoned tombstone = new VersionEntry.Abandoned(artifact, number, at);
    ItemWrite.Result result =
        items.write(
            "abandon " + artifact + ":" + number,
            // rule: tombstone-takes-no-version
            new ItemWrite.Put(VersionItems.write(tombstone), Condition.absent()));
    return entryAfter(result, tombstone);
  }

  VersionEntry giveUp(ArtifactName artifact, VersionNumber number, Instant at) {
    VersionEntry.GivenUp givenUp = new VersionEntry.GivenUp(artifact, number, at);
    ItemWrite.Result result =
        items.write(
            "give up " + artifact + ":" + number,
            // rule: given-up-number-holds-no-version
            new ItemWrite.Put(VersionItems.write(givenUp), Condition.absent()));
    return entryAfter(result, givenUp);
  }

  private static VersionEntry entryAfter(ItemWrite.Result result, VersionEntry written) {
    return result instanceof ItemWrite.Refused refused
        ? VersionItems.readEntry(refused.current().orElseThrow())
        : written;
  }
}
