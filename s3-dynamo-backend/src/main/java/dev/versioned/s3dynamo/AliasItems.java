package dev.versioned.s3dynamo;

import dev.versioned.Alias;
import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.BackendException;
import dev.versioned.LedgerEntry;
import dev.versioned.Routing;
import dev.versioned.Target;
import dev.versioned.Version;
import dev.versioned.VersionNumber;
import dev.versioned.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.routing.SlotHash;
import dev.versioned.routing.Slots;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.LedgerRow;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How aliases and their ledgers are stored. */
final class AliasItems {
  private static final String PRESENT_STATE = "PRESENT";
  private static final String DELETED_STATE = "DELETED";
  private static final String ROUTING_PART = "(routing)";

  /**
   * A routing, as part of another item: the weights in basis points, the primary takes the rest.
   */
  private static final ItemSchema<Routing> ROUTING =
      ItemSchema.of(Routing.class, AliasItems::routing)
          .text(Attributes.PRIMARY, Routing::primary)
          .value(
              EnhancedType.mapOf(String.class, Integer.class),
              Attributes.ADDITIONAL,
              AliasItems::basisPoints)
          .build();

  static final ItemSchema<AliasEntry.Present> PRESENT =
      ItemSchema.of(AliasEntry.Present.class, AliasItems::present)
          .key(entry -> ItemKey.alias(entry.artifact(), entry.name()))
          .text(Attributes.ARTIFACT, AliasEntry::artifact)
          .text(Attributes.ALIAS, AliasEntry::name)
          .text(Attributes.STATE, entry -> PRESENT_STATE)
          .number(Attributes.REVISION, AliasEntry::revision)
          .flatten(ROUTING, ROUTING_PART, entry -> entry.alias().routing())
          .text(Attributes.SLOTS, entry -> entry.alias().slots())
          .text(Attributes.SPLIT_ID, entry -> entry.alias().splitId())
          .text(Attributes.HASH, entry -> SlotHash.NAME)
          .value(
              EnhancedType.listOf(VersionItems.VERSION.document()),
              Attributes.VERSIONS,
              entry ->
                  entry.alias().versions().isEmpty()
                      ? null
                      : new ArrayList<>(entry.alias().versions().values()))
          .text(Attributes.DESCRIPTION, entry -> entry.alias().description())
          .text(Attributes.UPDATED_AT, AliasEntry::updatedAt)
          .text(Attributes.UPDATED_BY, entry -> entry.alias().updatedBy())
          .text(Attributes.MOVE_ID, AliasEntry::moveId)
          .number(Attributes.SERVING_REVISION, AliasEntry.Present::servingRevision)
          .number(Attributes.ROLLBACK_REVISION, AliasEntry.Present::rollbackRevision)
          .value(
              RolloutItems.ROLLOUT.document(),
              Attributes.ROLLOUT,
              entry -> entry.rollout().orElse(null))
          .build();

  static final ItemSchema<AliasEntry.Deleted> DELETED =
      ItemSchema.of(
              AliasEntry.Deleted.class,
              fields ->
                  new AliasEntry.Deleted(
                      ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                      AliasName.parse(fields.text(Attributes.ALIAS)),
                      fields.number(Attributes.REVISION),
                      fields.textOrEmpty(Attributes.MOVE_ID),
                      fields.time(Attributes.UPDATED_AT)))
          .key(entry -> ItemKey.alias(entry.artifact(), entry.name()))
          .text(Attributes.ARTIFACT, AliasEntry::artifact)
          .text(Attributes.ALIAS, AliasEntry::name)
          .text(Attributes.STATE, entry -> DELETED_STATE)
          .number(Attributes.REVISION, AliasEntry::revision)
          .text(Attributes.UPDATED_AT, AliasEntry::updatedAt)
          .text(Attributes.MOVE_ID, AliasEntry::moveId)
          .build();

  static final ItemSchema<LedgerRow> LEDGER_ROW =
      ItemSchema.of(LedgerRow.class, AliasItems::ledgerRow)
          .key(
              row ->
                  ItemKey.ledgerRow(
                      row.entry().artifact(), row.entry().alias(), row.entry().revision()))
          .text(Attributes.ARTIFACT, row -> row.entry().artifact())
          .text(Attributes.ALIAS, row -> row.entry().alias())
          .number(Attributes.REVISION, row -> row.entry().revision())
          .text(Attributes.ACTION, row -> row.entry().action())
          .value(ROUTING.document(), Attributes.BEFORE, row -> row.entry().before().orElse(null))
          .value(ROUTING.document(), Attributes.AFTER, row -> row.entry().after().orElse(null))
          .text(Attributes.BY, row -> row.entry().by())
          .text(Attributes.REASON, row -> row.entry().reason())
          .text(Attributes.AT, row -> row.entry().at())
          .text(Attributes.MOVE_ID, LedgerRow::moveId)
          .number(Attributes.ROLLBACK_REVISION, LedgerRow::rollbackRevision)
          .build();

  private AliasItems() {}

  /** Reads what is under an alias's name. */
  static AliasEntry readEntry(Map<String, AttributeValue> item) {
    return ItemSchema.textOf(item, Attributes.STATE).equals(DELETED_STATE)
        ? DELETED.read(item)
        : PRESENT.read(item);
  }

  static Map<String, AttributeValue> write(AliasEntry entry) {
    return entry instanceof AliasEntry.Present present
        ? PRESENT.write(present)
        : DELETED.write((AliasEntry.Deleted) entry);
  }

  private static Routing routing(Fields fields) {
    SortedMap<VersionNumber, Weight> additional = new TreeMap<>();
    fields
        .<Integer>mapOrEmpty(Attributes.ADDITIONAL)
        .forEach(
            (number, points) ->
                additional.put(VersionNumber.parse(number), Weight.basisPoints(points)));
    return new Routing(Target.parse(fields.text(Attributes.PRIMARY)), additional);
  }

  private static @Nullable Map<String, Integer> basisPoints(Routing routing) {
    Map<String, Integer> points = new TreeMap<>();
    routing
        .additional()
        .forEach((number, weight) -> points.put(number.toString(), weight.basisPoints()));
    return points.isEmpty() ? null : points;
  }

  private static AliasEntry.Present present(Fields fields) {
    String name = fields.text(Attributes.ARTIFACT) + ":" + fields.text(Attributes.ALIAS);
    String hash = fields.text(Attributes.HASH);
    if (!hash.equals(SlotHash.NAME)) {
      throw BackendException.lasting(
          "Cannot read alias "
              + name
              + ": its traffic is split by the hash function "
              + hash
              + ", and"
              + " this version of the library knows "
              + SlotHash.NAME
              + "; a newer version of the library wrote it, use that one",
          null);
    }
    String state = fields.text(Attributes.STATE);
    if (!state.equals(PRESENT_STATE)) {
      throw new IllegalArgumentException("it is in the unknown state " + state);
    }
    SortedMap<VersionNumber, Version> versions = new TreeMap<>();
    fields
        .<Version>listOrEmpty(Attributes.VERSIONS)
        .forEach(version -> versions.put(version.number(), version));
    Alias alias =
        new Alias(
            ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
            AliasName.parse(fields.text(Attributes.ALIAS)),
            fields.number(Attributes.REVISION),
            fields.required(Routing.class, ROUTING_PART),
            Slots.parse(fields.text(Attributes.SLOTS)),
            fields.textOrEmpty(Attributes.SPLIT_ID),
            versions,
            fields.textOrEmpty(Attributes.DESCRIPTION),
            fields.time(Attributes.UPDATED_AT),
            fields.textOrEmpty(Attributes.UPDATED_BY));
    return new AliasEntry.Present(
        alias,
        fields.textOrEmpty(Attributes.MOVE_ID),
        fields.number(Attributes.SERVING_REVISION),
        fields.number(Attributes.ROLLBACK_REVISION),
        fields.has(Attributes.ROLLOUT)
            ? Optional.of(fields.required(Rollout.class, Attributes.ROLLOUT))
            : Optional.empty());
  }

  private static LedgerRow ledgerRow(Fields fields) {
    LedgerEntry entry =
        new LedgerEntry(
            ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
            AliasName.parse(fields.text(Attributes.ALIAS)),
            fields.number(Attributes.REVISION),
            LedgerEntry.Action.valueOf(fields.text(Attributes.ACTION)),
            routingIn(fields, Attributes.BEFORE),
            routingIn(fields, Attributes.AFTER),
            fields.textOrEmpty(Attributes.BY),
            fields.textOrEmpty(Attributes.REASON),
            fields.time(Attributes.AT));
    return new LedgerRow(
        entry, fields.textOrEmpty(Attributes.MOVE_ID), fields.number(Attributes.ROLLBACK_REVISION));
  }

  private static Optional<Routing> routingIn(Fields fields, String name) {
    return fields.has(name) ? Optional.of(fields.required(Routing.class, name)) : Optional.empty();
  }
}
