package dev.versioned.internal.catalog;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.MoveSignature;
import dev.versioned.internal.record.StoredAlias;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Router;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Converts alias entries to items and back. */
final class AliasItems {
  private static final String PRESENT = "PRESENT";
  private static final String DELETED = "DELETED";

  /**
   * The value of the index's partition attribute while a rollout is under way. The index's sort
   * attribute is the artifact, which every alias has.
   */
  static final String ROLLING_OUT = "rolling-out";

  private final VersionReader reader;
  private final VersionRecords records;

  AliasItems(VersionReader reader, VersionRecords records) {
    this.reader = reader;
    this.records = records;
  }

  static Item write(AliasEntry entry) {
    if (entry instanceof AliasEntry.Present present) {
      return writePresent(present);
    } else if (entry instanceof AliasEntry.Deleted deleted) {
      return writeDeleted(deleted);
    }
    throw Kinds.unknown(entry);
  }

  /**
   * Returns what the signature of an alias is over: all that its item has, with number, digest,
   * size and key of each version, whether or not the item has room for more of them.
   */
  static byte[] statement(AliasEntry entry) {
    FieldsWriter fields;
    if (entry instanceof AliasEntry.Present present) {
      fields = fields(present);
      AliasTargets.writeBriefs(fields, present.alias());
    } else if (entry instanceof AliasEntry.Deleted deleted) {
      fields = fields(deleted);
    } else {
      throw Kinds.unknown(entry);
    }
    return ItemJson.of(fields.item(Keys.alias(entry.artifact(), entry.name())));
  }

  private static Item writePresent(AliasEntry.Present entry) {
    FieldsWriter fields = signature(fields(entry), entry);
    AliasTargets.write(fields, entry.alias());
    return fields.item(Keys.alias(entry.artifact(), entry.name()));
  }

  private static FieldsWriter signature(FieldsWriter fields, AliasEntry entry) {
    entry
        .signature()
        .ifPresent(
            signature ->
                fields
                    .text(Attributes.KEY_ID, signature.keyId())
                    .text(Attributes.SIGNATURE, signature.base64()));
    return fields;
  }

  private static Optional<MoveSignature> readSignature(StoredFields fields) {
    return fields.has(Attributes.SIGNATURE)
        ? Optional.of(
            new MoveSignature(fields.text(Attributes.KEY_ID), fields.text(Attributes.SIGNATURE)))
        : Optional.empty();
  }

  private static FieldsWriter fields(AliasEntry.Present entry) {
    Alias alias = entry.alias();
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, alias.artifact())
            .text(Attributes.ALIAS, alias.name())
            .text(Attributes.STATE, PRESENT)
            .number(Attributes.REVISION, alias.revision())
            .all(writeRouting(alias.routing()))
            .text(Attributes.SLOTS, alias.slots())
            .text(Attributes.SPLIT_ID, alias.splitId())
            .text(Attributes.HASH, Router.HASH)
            .text(Attributes.DESCRIPTION, alias.description())
            .text(Attributes.UPDATED_AT, alias.updatedAt())
            .text(Attributes.UPDATED_BY, alias.updatedBy())
            .text(Attributes.MOVE_ID, entry.moveId())
            .number(Attributes.SERVING_REVISION, entry.servingRevision())
            .number(Attributes.ROLLBACK_REVISION, entry.rollbackRevision())
            .text(Attributes.ROW_HASH, entry.rowHash());
    if (alias.epoch() > 0) {
      fields.number(Attributes.EPOCH, alias.epoch());
    }
    // rule: alias-names-its-overrides
    OverridesItems.writeSummary(fields, alias.overrides());
    alias.freeze().ifPresent(freeze -> fields.part(Attributes.FREEZE, writeFreeze(freeze)));
    entry
        .rollout()
        .ifPresent(rollout -> fields.part(Attributes.ROLLOUT, RolloutItems.write(rollout)));
    // rule: rollout-under-way-is-listed
    if (entry.rolloutUnderWay().isPresent()) {
      fields.text(Attributes.LISTED, ROLLING_OUT);
    }
    return fields;
  }

  private static FieldsWriter writeFreeze(AliasFreeze freeze) {
    return new FieldsWriter()
        .text(Attributes.UNTIL, freeze.until())
        .text(Attributes.BY, freeze.by())
        .text(Attributes.REASON, freeze.reason());
  }

  private static Optional<AliasFreeze> readFreeze(StoredFields fields) {
    if (!fields.has(Attributes.FREEZE)) {
      return Optional.empty();
    }
    StoredFields freeze = fields.part(Attributes.FREEZE);
    return Optional.of(
        new AliasFreeze(
            freeze.time(Attributes.UNTIL),
            freeze.textOrEmpty(Attributes.BY),
            freeze.textOrEmpty(Attributes.REASON)));
  }

  private static Item writeDeleted(AliasEntry.Deleted entry) {
    return signature(fields(entry), entry).item(Keys.alias(entry.artifact(), entry.name()));
  }

  private static FieldsWriter fields(AliasEntry.Deleted entry) {
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, entry.artifact())
            .text(Attributes.ALIAS, entry.name())
            .text(Attributes.STATE, DELETED)
            .number(Attributes.REVISION, entry.revision())
            .text(Attributes.UPDATED_AT, entry.updatedAt())
            .text(Attributes.MOVE_ID, entry.moveId())
            .text(Attributes.ROW_HASH, entry.rowHash());
    return entry.epoch() > 0 ? fields.number(Attributes.EPOCH, entry.epoch()) : fields;
  }

  /** Writes a routing: the weights in basis points; the primary gets the rest. */
  static FieldsWriter writeRouting(Routing routing) {
    Map<String, ItemValue> points = new TreeMap<>();
    routing
        .additional()
        .forEach(
            (number, weight) -> points.put(number.toString(), ItemValue.of(weight.basisPoints())));
    return new FieldsWriter()
        .text(Attributes.PRIMARY, routing.primary())
        .map(Attributes.ADDITIONAL, points);
  }

  /** Reads the item of an alias, and whether the index of rollouts contains it. */
  StoredAlias readStored(Item item) {
    return new StoredAlias(
        readEntry(item),
        ItemValue.of(ROLLING_OUT).equals(item.attributes().get(Attributes.LISTED)));
  }

  AliasEntry readEntry(Item item) {
    return Schema.read(
        item,
        fields ->
            fields.text(Attributes.STATE).equals(DELETED) ? deleted(fields) : present(item, fields),
        entry -> Keys.alias(entry.artifact(), entry.name()));
  }

  private static AliasEntry.Deleted deleted(StoredFields fields) {
    return new AliasEntry.Deleted(
        ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
        AliasName.parse(fields.text(Attributes.ALIAS)),
        fields.revisionFrom(1, Attributes.REVISION),
        fields.textOrEmpty(Attributes.MOVE_ID),
        fields.time(Attributes.UPDATED_AT),
        fields.epoch(),
        fields.textOrEmpty(Attributes.ROW_HASH),
        readSignature(fields));
  }

  private AliasEntry.Present present(Item item, StoredFields fields) {
    String hash = fields.text(Attributes.HASH);
    if (!hash.equals(Router.HASH)) {
      throw Schema.newer(
          item.key(), "its traffic is split by the hash function " + hash, Router.HASH);
    }
    String state = fields.text(Attributes.STATE);
    if (!state.equals(PRESENT)) {
      throw new IllegalArgumentException("it is in the unknown state " + state);
    }
    long revision = fields.revisionFrom(1, Attributes.REVISION);
    return new AliasEntry.Present(
        alias(fields, revision),
        fields.textOrEmpty(Attributes.MOVE_ID),
        revisionUpTo(revision, fields, 1, Attributes.SERVING_REVISION),
        revisionUpTo(revision, fields, 0, Attributes.ROLLBACK_REVISION),
        fields.has(Attributes.ROLLOUT)
            ? Optional.of(RolloutItems.read(fields.part(Attributes.ROLLOUT)))
            : Optional.<Rollout>empty(),
        fields.textOrEmpty(Attributes.ROW_HASH),
        readSignature(fields));
  }

  private static long revisionUpTo(long highest, StoredFields fields, long lowest, String name) {
    long revision = fields.numberFrom(lowest, name);
    if (revision > highest) {
      throw new IllegalArgumentException(
          "its attribute " + name + " is " + revision + ", after its own revision " + highest);
    }
    return revision;
  }

  private Alias alias(StoredFields fields, long revision) {
    ArtifactName artifact = ArtifactName.parse(fields.text(Attributes.ARTIFACT));
    Routing routing = readRouting(fields);
    AliasOverrides overrides = OverridesItems.readSummary(fields, revision);
    SortedMap<VersionNumber, Version> versions =
        AliasTargets.read(fields, artifact, overrides.targets(routing), reader, records);
    Slots slots = Slots.parse(fields.text(Attributes.SLOTS));
    // rule: slots-of-a-record-belong-to-versions
    if (!slots.fit(routing)) {
      throw new IllegalArgumentException(
          "its slots " + slots + " are not those of the routing " + routing);
    }
    return new Alias(
        artifact,
        AliasName.parse(fields.text(Attributes.ALIAS)),
        revision,
        routing,
        slots,
        fields.textOrEmpty(Attributes.SPLIT_ID),
        versions,
        fields.textOrEmpty(Attributes.DESCRIPTION),
        fields.time(Attributes.UPDATED_AT),
        fields.textOrEmpty(Attributes.UPDATED_BY),
        fields.epoch(),
        readFreeze(fields),
        overrides);
  }

  /** Returns the versions that the item of an alias points to. */
  static Set<VersionNumber> targets(StoredFields fields) {
    return OverridesItems.readSummary(fields, VersionNumber.MAX).targets(readRouting(fields));
  }

  static Routing readRouting(StoredFields fields) {
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>();
    fields
        .numbersOrEmpty(Attributes.ADDITIONAL)
        .forEach(
            (number, points) ->
                additional.put(
                    VersionNumber.parse(number), Weight.basisPoints(Math.toIntExact(points))));
    return new Routing(Target.parse(fields.text(Attributes.PRIMARY)), additional);
  }
}
