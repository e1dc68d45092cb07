package dev.versioned.internal.catalog;

import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.AttestationRefusedException;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.Attestation;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attestations of versions: one item for each envelope, named by its digest, written once. */
final class AttestationItems {
  private final ItemStore items;

  AttestationItems(ItemStore items) {
    this.items = items;
  }

  static Item write(VersionAttestation attached) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, attached.artifact())
        .number(Attributes.NUMBER, attached.number().value())
        .text(Attributes.ENVELOPE, attached.attestation().json())
        .text(Attributes.AT, attached.attestation().attachedAt())
        .item(keyOf(attached));
  }

  private static ItemKey keyOf(VersionAttestation attached) {
    return Keys.attestation(
        attached.artifact(),
        attached.number(),
        attached.attestation().predicateType(),
        attached.attestation().digest().hex());
  }

  static VersionAttestation read(Item item) {
    return Schema.read(
        item,
        fields ->
            new VersionAttestation(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                VersionNumber.of(fields.number(Attributes.NUMBER)),
                attestation(fields)),
        AttestationItems::keyOf);
  }

  private static Attestation attestation(StoredFields fields) {
    try {
      return Attestation.parse(fields.text(Attributes.ENVELOPE), fields.time(Attributes.AT));
    } catch (AttestationRefusedException e) {
      throw new IllegalArgumentException("its envelope is refused: " + e.getMessage(), e);
    }
  }

  /** Returns the write of an attestation, which never replaces one. */
  static ItemWrite add(VersionAttestation attached) {
    // rule: attestation-is-written-once
    return new ItemWrite.Put(write(attached), Condition.absent());
  }

  /** Adds an attestation; returns the one that was attached before, if it was. */
  Optional<VersionAttestation> attach(VersionAttestation attached) {
    ItemWrite.Result result =
        items.write("attach to " + attached.artifact() + ":" + attached.number(), add(attached));
    return result instanceof ItemWrite.Refused refused
        ? refused.current().map(AttestationItems::read)
        : Optional.empty();
  }

  /** Lists the attestations of all versions, in the order of their numbers. */
  Page<VersionAttestation> list(
      ArtifactName artifact, @Nullable VersionAttestation after, int limit, Unreadable unreadable) {
    return page(
        "list the attestations of " + artifact,
        artifact,
        Keys.ATTESTATIONS,
        after,
        limit,
        unreadable);
  }

  /** Lists the attestations of a version whose sort keys have a beginning. */
  Page<VersionAttestation> list(
      ArtifactName artifact,
      VersionNumber number,
      String beginning,
      @Nullable VersionAttestation after,
      int limit,
      Unreadable unreadable) {
    return page(
        "list the attestations of " + artifact + ":" + number,
        artifact,
        beginning,
        after,
        limit,
        unreadable);
  }

  private Page<VersionAttestation> page(
      String purpose,
      ArtifactName artifact,
      String beginning,
      @Nullable VersionAttestation after,
      int limit,
      Unreadable unreadable) {
    return Unreadable.page(
        items,
        purpose,
        new ItemQuery(
            Keys.SIGNATURES + artifact,
            beginning,
            beginning + "~",
            after == null ? null : keyOf(after).sort(),
            ItemQuery.Order.ASCENDING,
            limit),
        AttestationItems::read,
        unreadable);
  }
}
