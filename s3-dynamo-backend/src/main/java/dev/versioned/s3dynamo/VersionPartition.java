package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.CommitResult;
import dev.versioned.spi.IdempotencyRecord;
import dev.versioned.spi.Page;
import dev.versioned.spi.StateChange;
import dev.versioned.spi.VersionEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The items of version numbers and of idempotency keys. */
final class VersionPartition {
  private static final int LARGEST_PAGE = 64;

  private final Table table;

  VersionPartition(Table table) {
    this.table = table;
  }

  CommitResult commit(VersionEntry.Committed version, @Nullable IdempotencyRecord key) {
    String what = "commit " + version.version();
    Map<String, AttributeValue> item = VersionItems.COMMITTED.write(version);
    if (key == null) {
      Expression x = new Expression();
      Table.Outcome outcome = table.put(what, item, x.absent(), x);
      return outcome.applied()
          ? new CommitResult.Committed()
          : new CommitResult.NumberTaken(VersionItems.readEntry(outcome.item()));
    }
    Expression absent = new Expression();
    Expression free = new Expression();
    String isFree = free(free, version.version().createdAt());
    List<TransactWriteItem> items =
        List.of(
            table.items().put(item, absent.absent(), absent),
            table.items().put(ArtifactItems.IDEMPOTENCY_KEY.write(key), isFree, free));
    Optional<Cancellation> cancellation = table.transactPatiently(what, items);
    if (cancellation.isEmpty()) {
      return new CommitResult.Committed();
    }
    // After a lost reply both are taken, by this very commit: the number tells.
    return cancellation.get().refused(0)
        ? new CommitResult.NumberTaken(VersionItems.readEntry(cancellation.get().item(0)))
        : keyTaken(cancellation.get().item(1));
  }

  CommitResult recordKey(IdempotencyRecord key, Instant at) {
    Expression x = new Expression();
    Table.Outcome outcome =
        table.put(
            "record idempotency key " + key.key() + " of " + key.artifact(),
            ArtifactItems.IDEMPOTENCY_KEY.write(key),
            free(x, at),
            x);
    return outcome.applied() ? new CommitResult.Committed() : keyTaken(outcome.item());
  }

  /** DynamoDB removes expired items days late: until then they count as not there. */
  private static String free(Expression x, Instant at) {
    return x.absent()
        + " OR "
        + x.of(Attributes.VALID_UNTIL)
        + " <= "
        + x.text(ArtifactItems.sortable(at));
  }

  private static CommitResult keyTaken(Map<String, AttributeValue> item) {
    return new CommitResult.KeyTaken(ArtifactItems.IDEMPOTENCY_KEY.read(item));
  }

  Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key) {
    return table
        .read(ItemKey.idempotencyKey(artifact, key))
        .map(ArtifactItems.IDEMPOTENCY_KEY::read);
  }

  Page<IdempotencyRecord> keys(ArtifactName artifact, @Nullable IdempotencyKey after, int limit) {
    Expression x = new Expression();
    String condition =
        x.is(Attributes.PK, ItemKey.versions(artifact))
            + " AND begins_with("
            + x.of(Attributes.SK)
            + ", "
            + x.text(ItemKey.IDEMPOTENCY_KEYS)
            + ")";
    @Nullable Map<String, AttributeValue> start =
        after == null ? null : ItemKey.idempotencyKey(artifact, after).toMap();
    return table.page(
        "list the idempotency keys of " + artifact,
        limit,
        condition,
        x,
        q -> q.exclusiveStartKey(start),
        ArtifactItems.IDEMPOTENCY_KEY::read);
  }

  Optional<VersionEntry> find(ArtifactName artifact, VersionNumber number) {
    return table.read(ItemKey.version(artifact, number)).map(VersionItems::readEntry);
  }

  Page<VersionEntry> list(ArtifactName artifact, @Nullable VersionNumber before, int limit) {
    if (before != null && before.value() == 1) {
      return new Page<>(List.of(), false);
    }
    String highest =
        before == null ? ItemKey.HIGHEST_NUMBER : VersionNumber.of(before.value() - 1).padded();
    Expression x = new Expression();
    String condition =
        x.is(Attributes.PK, ItemKey.versions(artifact))
            + " AND "
            + x.between(Attributes.SK, ItemKey.LOWEST_NUMBER, highest);
    return table.page(
        "list the versions of " + artifact,
        limit,
        condition,
        x,
        q -> q.scanIndexForward(false),
        VersionItems::readEntry);
  }

  /** The newest version is nearly always ACTIVE: looks at one, then at more and more. */
  Optional<VersionEntry.Committed> newestActive(ArtifactName artifact) {
    VersionNumber before = null;
    int limit = 1;
    while (true) {
      Page<VersionEntry> page = list(artifact, before, limit);
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

  StateChange.Result change(StateChange change) {
    Expression x = new Expression();
    String state = x.of(Attributes.STATE);
    String condition = x.schemaKnown() + " AND " + state + " = " + x.text(change.from().name());
    Instant since = change.since();
    if (since != null) {
      condition += " AND " + x.of(Attributes.STATE_CHANGED_AT) + " = " + x.text(since.toString());
    }
    if (change.from() == VersionState.ACTIVE) {
      condition += " AND " + x.of(Attributes.REFERENCES) + " = " + x.number(0);
    }
    String update =
        "SET "
            + state
            + " = "
            + x.text(change.to().name())
            + ", "
            + x.of(Attributes.STATE_CHANGED_AT)
            + " = "
            + x.text(change.at().toString());
    Table.Outcome outcome =
        table.update(
            "make " + change.artifact() + ":" + change.number() + " " + change.to(),
            ItemKey.version(change.artifact(), change.number()),
            update,
            condition,
            x);
    if (outcome.applied()) {
      return new StateChange.Changed();
    }
    return new StateChange.Unchanged(
        outcome.item().isEmpty()
            ? Optional.empty()
            : Optional.of(VersionItems.readEntry(outcome.item())));
  }

  VersionEntry abandon(ArtifactName artifact, VersionNumber number, Instant at) {
    VersionEntry.Abandoned tombstone = new VersionEntry.Abandoned(artifact, number, at);
    Expression x = new Expression();
    Table.Outcome outcome =
        table.put(
            "abandon " + artifact + ":" + number,
            VersionItems.ABANDONED.write(tombstone),
            x.absent(),
            x);
    return outcome.applied() ? tombstone : VersionItems.readEntry(outcome.item());
  }
}
