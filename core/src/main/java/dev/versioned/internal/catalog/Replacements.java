package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Makes the replacement of an item that cannot be read, for each kind of record. */
final class Replacements {
  private static final int PAGE = 100;

  private final ItemStore items;
  private final AliasPartition aliasItems;
  private final AliasReplacements aliases;

  Replacements(ItemStore items, AliasPartition aliases) {
    this.items = items;
    this.aliasItems = aliases;
    this.aliases = new AliasReplacements(items, aliases);
  }

  Replacement of(Item item, AsideRequest request) {
    ItemKey key = item.key();
    ArtifactName artifact = Keys.artifactOf(key);
    if (Keys.isAlias(key)) {
      return aliases.of(item, request);
    } else if (Keys.isLedgerRow(key)) {
      return Replacement.removal(
          "the row is no longer in the ledger, and fsck reports the gap (LEDGER_GAP)");
    } else if (Keys.isArtifact(key)) {
      return artifact(item, artifact, request);
    } else if (Keys.isLatest(key)) {
      return latest(item, artifact, request);
    } else if (Keys.isIdempotencyKey(key)) {
      return Replacement.removal("the key is free: the next publish with it makes a version");
    } else if (Keys.isMove(key)) {
      return Replacement.removal("the key is free: the next change of the alias with it is made");
    }
    if (Keys.isLabels(key)) {
      return Replacement.removal("the version has no labels; label it again");
    }
    long number = Keys.numberOf(key);
    if (number != 0 && Keys.isState(key)) {
      return state(item, artifact, VersionNumber.of(number));
    }
    return number == 0
        ? Replacement.removal("the item is no longer in the list, whose keys have another form")
        : Replacement.of(
            VersionItems.write(
                new VersionEntry.SetAside(artifact, VersionNumber.of(number), request.at())),
            "the number holds no version and is never given again; its bytes stay");
  }

  /**
   * Replaces a state. The aliases are counted after the item was read: if an alias moves in
   * between, the item changes and is not replaced.
   */
  private Replacement state(Item item, ArtifactName artifact, VersionNumber number) {
    long references =
        Page.<AliasEntry>stream(
                last ->
                    aliasItems.list(
                        artifact, last == null ? null : last.name(), PAGE, Unreadable.FAIL))
            .map(AliasEntry::present)
            .flatMap(Optional::stream)
            .filter(entry -> entry.alias().targets().contains(number))
            .count();
    VersionStatus status = stateOf(item, references);
    return Replacement.of(
        StateItems.write(new StateEntry(artifact, number, status)),
        "the version is "
            + status.state()
            + ", and "
            + references
            + " aliases point to it; delete it if it was deleted");
  }

  /**
   * Returns the state if that attribute can be read, and otherwise ACTIVE, so that the version
   * keeps its bytes.
   */
  private static VersionStatus stateOf(Item item, long references) {
    try {
      StoredFields fields = new StoredFields(item.attributes());
      return new VersionStatus(
          VersionState.valueOf(fields.text(Attributes.STATE)),
          Optional.of(fields.time(Attributes.STATE_CHANGED_AT)),
          references);
    } catch (RuntimeException e) {
      return new VersionStatus(VersionState.ACTIVE, Optional.empty(), references);
    }
  }

  /**
   * Replaces the working copy. Its revisions continue, so that a put in progress does not win by
   * chance.
   */
  private static Replacement latest(Item item, ArtifactName artifact, AsideRequest request) {
    long revision =
        AsidePartition.number(item, Attributes.REVISION, Long.MAX_VALUE - 1)
            // Higher than any real revision: no working copy has been put every second since 1970.
            .orElse(request.at().getEpochSecond());
    return Replacement.of(
        VersionItems.writeRemoved(artifact, revision + 1),
        "the artifact has no working copy; gc removes the upload after its grace period");
  }

  /** Replaces the counter, which continues after every number that has an item or bytes. */
  private Replacement artifact(Item item, ArtifactName artifact, AsideRequest request) {
    long last =
        Math.max(
            request.lastNumber(),
            Math.max(
                AsidePartition.number(item, Attributes.LAST_NUMBER, VersionNumber.MAX).orElse(0L),
                highest(
                    items,
                    Keys.versions(artifact),
                    Keys.LOWEST_NUMBER,
                    Keys.HIGHEST_NUMBER,
                    Keys::numberOf)));
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, artifact)
            .number(Attributes.LAST_NUMBER, last)
            .text(Attributes.CREATED_AT, createdAt(item, request.at()));
    if (item.attributes().containsKey(Attributes.LISTED)) {
      fields.text(Attributes.LISTED, ArtifactCounter.YES);
    }
    return Replacement.of(fields.item(item.key()), "the next version is number " + (last + 1));
  }

  private static Instant createdAt(Item item, Instant otherwise) {
    try {
      return new StoredFields(item.attributes()).time(Attributes.CREATED_AT);
    } catch (RuntimeException e) {
      return otherwise;
    }
  }

  /**
   * Returns the highest number among the sort keys of a range, readable or not; 0 if there is none.
   */
  static long highest(
      ItemStore items, String partition, String first, String last, ToLongFunction<ItemKey> read) {
    ItemQuery query = new ItemQuery(partition, first, last, null, ItemQuery.Order.DESCENDING, 10);
    return items
        .query("find the highest number of " + partition, query, Consistency.STRONG)
        .items()
        .stream()
        .map(Item::key)
        .mapToLong(read)
        .max()
        .orElse(0);
  }

  /** Returns a copy of an item without one of its attributes. */
  static Item without(Item item, String attribute) {
    var attributes = new java.util.TreeMap<String, ItemValue>(item.attributes());
    attributes.remove(attribute);
    return new Item(item.key(), attributes);
  }
}
