package dev.versioned.internal.catalog;

import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.Overrides;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Converts overrides to items and back, and what an alias and its ledger say of them. Each change
 * of the overrides is an item of its own, which is never replaced, so that no reader can take the
 * overrides of one revision for those of another.
 */
final class OverridesItems {
  private OverridesItems() {}

  static Item write(OverridesRecord record) {
    Map<String, ItemValue> keys = new TreeMap<>();
    record
        .overrides()
        .versions()
        .forEach((key, number) -> keys.put(key, ItemValue.of(number.value())));
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, record.artifact())
        .text(Attributes.ALIAS, record.alias())
        .number(Attributes.REVISION, record.overrides().revision())
        .map(Attributes.OVERRIDES, keys)
        .item(Keys.overrides(record.artifact(), record.alias(), record.overrides().revision()));
  }

  static OverridesRecord read(Item item) {
    return Schema.read(
        item,
        OverridesItems::record,
        record -> Keys.overrides(record.artifact(), record.alias(), record.overrides().revision()));
  }

  private static OverridesRecord record(StoredFields fields) {
    SortedMap<String, VersionNumber> versions = new TreeMap<>();
    fields
        .numbersOrEmpty(Attributes.OVERRIDES)
        .forEach((key, number) -> versions.put(key, VersionNumber.of(number)));
    return new OverridesRecord(
        ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
        AliasName.parse(fields.text(Attributes.ALIAS)),
        new Overrides(fields.revisionFrom(1, Attributes.REVISION), versions));
  }

  /** Returns what an alias says of overrides that it names. */
  static AliasOverrides summary(OverridesRecord record) {
    Overrides overrides = record.overrides();
    if (overrides.isEmpty()) {
      return AliasOverrides.cleared(overrides.revision());
    }
    return new AliasOverrides(
        overrides.revision(),
        overrides.versions().size(),
        Optional.of(Digest.of(ItemJson.of(write(record)))),
        new TreeSet<>(overrides.versions().values()));
  }

  /**
   * Adds what an alias or a row of its ledger says of overrides; nothing if there never were any.
   */
  static void writeSummary(FieldsWriter fields, AliasOverrides overrides) {
    if (overrides.revision() > 0) {
      FieldsWriter part =
          new FieldsWriter()
              .number(Attributes.REVISION, overrides.revision())
              .numbers(
                  Attributes.VERSIONS,
                  overrides.versions().stream().map(VersionNumber::value).toList());
      overrides
          .digest()
          .ifPresent(
              digest ->
                  part.text(Attributes.SHA256, digest.hex())
                      .number(Attributes.COUNT, overrides.count()));
      fields.part(Attributes.OVERRIDES, part);
    }
  }

  /**
   * Reads what an alias or a row of its ledger says of overrides.
   *
   * @param highest the revision of the alias or the row: overrides are never of a later one
   */
  static AliasOverrides readSummary(StoredFields fields, long highest) {
    if (!fields.has(Attributes.OVERRIDES)) {
      return AliasOverrides.NONE;
    }
    StoredFields part = fields.part(Attributes.OVERRIDES);
    long revision = part.revisionFrom(1, Attributes.REVISION);
    if (revision > highest) {
      throw new IllegalArgumentException(
          "its overrides are of revision " + revision + ", after its own revision " + highest);
    }
    TreeSet<VersionNumber> versions = new TreeSet<>();
    part.numbersInOrder(Attributes.VERSIONS).forEach(n -> versions.add(VersionNumber.of(n)));
    return new AliasOverrides(
        revision,
        Math.toIntExact(part.numberOrZero(Attributes.COUNT)),
        part.has(Attributes.SHA256)
            ? Optional.of(new Digest(part.text(Attributes.SHA256)))
            : Optional.empty(),
        versions);
  }
}
