package dev.versioned.internal.catalog;

import dev.versioned.internal.record.LedgerRow;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Converts the rows of ledgers to items and back. */
final class LedgerItems {
  private LedgerItems() {}

  static Item write(LedgerRow row) {
    LedgerEntry entry = row.entry();
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, entry.artifact())
            .text(Attributes.ALIAS, entry.alias())
            .number(Attributes.REVISION, entry.revision())
            .text(Attributes.ACTION, entry.action())
            .text(Attributes.BY, entry.by())
            .text(Attributes.REASON, entry.reason())
            .text(Attributes.AT, entry.at())
            .text(Attributes.MOVE_ID, row.moveId())
            .number(Attributes.ROLLBACK_REVISION, row.rollbackRevision())
            .map(Attributes.DIGESTS, digests(row))
            .text(Attributes.PREVIOUS_HASH, row.previousHash());
    OverridesItems.writeSummary(fields, row.overrides());
    entry.before().ifPresent(r -> fields.part(Attributes.BEFORE, AliasItems.writeRouting(r)));
    entry.after().ifPresent(r -> fields.part(Attributes.AFTER, AliasItems.writeRouting(r)));
    return fields.item(Keys.ledgerRow(entry.artifact(), entry.alias(), entry.revision()));
  }

  static LedgerRow read(Item item) {
    return Schema.read(
        item,
        LedgerItems::row,
        row -> Keys.ledgerRow(row.entry().artifact(), row.entry().alias(), row.entry().revision()));
  }

  private static LedgerRow row(StoredFields fields) {
    LedgerEntry entry =
        new LedgerEntry(
            ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
            AliasName.parse(fields.text(Attributes.ALIAS)),
            fields.revisionFrom(1, Attributes.REVISION),
            LedgerEntry.Action.valueOf(fields.text(Attributes.ACTION)),
            routing(fields, Attributes.BEFORE),
            routing(fields, Attributes.AFTER),
            fields.textOrEmpty(Attributes.BY),
            fields.textOrEmpty(Attributes.REASON),
            fields.time(Attributes.AT));
    return new LedgerRow(
        entry,
        fields.textOrEmpty(Attributes.MOVE_ID),
        fields.revisionFrom(0, Attributes.ROLLBACK_REVISION),
        digests(fields),
        fields.textOrEmpty(Attributes.PREVIOUS_HASH),
        OverridesItems.readSummary(fields, entry.revision()));
  }

  /** Returns the hash by which the next row, and the alias, name a row. */
  static String hash(LedgerRow row) {
    return Digest.of(ItemJson.of(write(row))).hex();
  }

  private static Map<String, ItemValue> digests(LedgerRow row) {
    Map<String, ItemValue> digests = new TreeMap<>();
    row.digests()
        .forEach((number, digest) -> digests.put(number.toString(), ItemValue.of(digest.hex())));
    return digests;
  }

  private static SortedMap<VersionNumber, Digest> digests(StoredFields fields) {
    SortedMap<VersionNumber, Digest> digests = new TreeMap<>();
    fields
        .textsOrEmpty(Attributes.DIGESTS)
        .forEach((number, hex) -> digests.put(VersionNumber.parse(number), new Digest(hex)));
    return digests;
  }

  private static Optional<Routing> routing(StoredFields fields, String name) {
    return fields.has(name)
        ? Optional.of(AliasItems.readRouting(fields.part(name)))
        : Optional.empty();
  }
}
