package dev.versioned.internal.catalog;

import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.util.Optional;

/**
 * Items that could not be read, kept unchanged in a separate partition. The same transaction
 * replaces each of them, so that its record can be used again.
 */
final class AsidePartition {
  private static final int MOST_TRIES = 5;

  private final ItemStore items;
  private final VersionReader reader;
  private final AliasPartition aliases;
  private final Replacements replacements;

  AsidePartition(ItemStore items, VersionReader reader, AliasPartition aliases) {
    this.items = items;
    this.reader = reader;
    this.aliases = aliases;
    this.replacements = new Replacements(items, aliases);
  }

  Aside setAside(AsideRequest request) {
    String purpose = "set " + request.record() + " aside";
    ItemKey key =
        RecordNames.parse(request.record())
            .orElseThrow(() -> refused(request, "fsck names no record like that"));
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Item item =
          items.read(purpose, key, Consistency.STRONG).orElseThrow(() -> notFound(purpose, key));
      checkUnreadable(item, request);
      Item copy = copy(item, request);
      Replacement replacement = replacements.of(item, request);
      ItemWrite.TransactionResult result =
          items.writeAll(purpose, replacement.writes(key, unchanged(item), copy));
      if (result instanceof ItemWrite.AllWritten) {
        return new Aside(request.record(), copy.key(), replacement.outcome());
      }
      // The item was changed concurrently: it is set aside only if it still cannot be read.
    }
    throw VersionPartition.contended(purpose);
  }

  private void checkUnreadable(Item item, AsideRequest request) {
    if (Keys.isUpload(item.key())) {
      throw refused(request, "only the existence of its item matters, and nothing reads the item");
    }
    if (Keys.isAttestation(item.key())) {
      throw refused(request, "an attestation that cannot be read counts as none; remove the item");
    }
    if (Keys.isSignature(item.key())) {
      throw refused(request, "a signature that cannot be read counts as none");
    }
    try {
      read(item);
    } catch (UnreadableRecordException e) {
      // rule: newer-record-is-not-set-aside
      if (e.reason() == UnreadableRecordException.Reason.NEWER) {
        throw e;
      }
      return;
    }
    throw refused(request, "it can be read");
  }

  /** Reads an item as the kind of record that its key stands for. */
  private Object read(Item item) {
    ItemKey key = item.key();
    if (Keys.isOverrides(key)) {
      throw new IllegalArgumentException(
          "Cannot set "
              + RecordNames.describe(key)
              + " aside: overrides are not changed; set all overrides of the alias again, or clear"
              + " them");
    } else if (Keys.isAlias(key)) {
      return aliases.read(item);
    } else if (Keys.isLedgerRow(key)) {
      return LedgerItems.read(item);
    } else if (Keys.isArtifact(key)) {
      return ArtifactItems.readArtifact(item);
    } else if (Keys.isLatest(key)) {
      return reader.readLatest(item);
    } else if (Keys.isMove(key)) {
      return ArtifactItems.readMove(item);
    } else if (Keys.isIdempotencyKey(key)) {
      return ArtifactItems.readKey(item);
    } else if (Keys.isState(key)) {
      return StateItems.read(item);
    } else if (Keys.isLabels(key)) {
      return LabelItems.read(item);
    } else if (Keys.isOfVersions(key)) {
      return reader.readRecord(item);
    }
    throw new IllegalArgumentException(
        "Cannot set item " + key + " aside: this library did not write it");
  }

  private static Item copy(Item item, AsideRequest request) {
    return new FieldsWriter()
        .text(Attributes.ITEM_PARTITION, item.key().partition())
        .text(Attributes.ITEM_SORT, item.key().sort())
        .map(Attributes.ITEM, item.attributes())
        .text(Attributes.BY, request.by())
        .text(Attributes.AT, request.at())
        .item(Keys.aside(item.key(), ArtifactItems.sortable(request.at())));
  }

  /**
   * Returns the condition that the item still has exactly the attributes that were read, of those
   * that a record may have.
   */
  private static Condition unchanged(Item item) {
    Condition condition = Condition.present();
    for (var attribute : item.attributes().entrySet()) {
      ItemValue value = attribute.getValue();
      condition = condition.and(new Condition.Equals(attribute.getKey(), value));
    }
    for (String name : Attributes.OF_RECORDS) {
      // rule: repaired-record-stays
      if (!item.attributes().containsKey(name)) {
        condition = condition.and(Condition.missing(name));
      }
    }
    return condition;
  }

  private static IllegalArgumentException refused(AsideRequest request, String why) {
    return new IllegalArgumentException(
        "Cannot set "
            + request.record()
            + " aside: "
            + why
            + "; give a record that fsck reports as RECORD_UNREADABLE");
  }

  private static NotFoundException notFound(String purpose, ItemKey key) {
    NotFoundException.Subject subject =
        Keys.isAlias(key) || Keys.isLedgerRow(key)
            ? NotFoundException.Subject.ALIAS
            : Keys.isArtifact(key)
                ? NotFoundException.Subject.ARTIFACT
                : NotFoundException.Subject.VERSION;
    return new NotFoundException("Cannot " + purpose + ": the record does not exist", subject);
  }

  /**
   * Returns a number from an item that cannot be read as a whole, if the number is valid: from 1 to
   * {@code highest}.
   */
  static Optional<Long> number(Item item, String attribute, long highest) {
    return item.attributes().get(attribute) instanceof ItemValue.Whole number
            && number.value() >= 1
            && number.value() <= highest
        ? Optional.of(number.value())
        : Optional.empty();
  }
}
