package dev.versioned.internal.catalog;

import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signatures of versions: one item for each key, written once. */
final class SignatureItems {
  private final ItemStore items;

  SignatureItems(ItemStore items) {
    this.items = items;
  }

  static Item write(VersionSignature signature) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, signature.artifact())
        .number(Attributes.NUMBER, signature.number().value())
        .text(Attributes.KEY_ID, signature.keyId())
        .text(Attributes.SIGNATURE, signature.base64())
        .text(Attributes.AT, signature.at())
        .item(Keys.signature(signature.artifact(), signature.number(), signature.keyId()));
  }

  static VersionSignature read(Item item) {
    return Schema.read(
        item,
        fields ->
            new VersionSignature(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                VersionNumber.of(fields.number(Attributes.NUMBER)),
                fields.text(Attributes.KEY_ID),
                fields.text(Attributes.SIGNATURE),
                fields.time(Attributes.AT)),
        signature -> Keys.signature(signature.artifact(), signature.number(), signature.keyId()));
  }

  /** Returns the write of a signature, which never replaces one. */
  static ItemWrite add(VersionSignature signature) {
    // rule: signature-is-written-once
    return new ItemWrite.Put(write(signature), Condition.absent());
  }

  /** Adds a signature; returns the one that the key has made before, if there is one. */
  Optional<VersionSignature> sign(VersionSignature signature) {
    ItemWrite.Result result =
        items.write("sign " + signature.artifact() + ":" + signature.number(), add(signature));
    return result instanceof ItemWrite.Refused refused
        ? refused.current().map(SignatureItems::read)
        : Optional.empty();
  }

  Optional<VersionSignature> find(ArtifactName artifact, VersionNumber number, String keyId) {
    return items
        .read(
            "read the signature of " + artifact + ":" + number,
            Keys.signature(artifact, number, keyId),
            Consistency.STRONG)
        .map(SignatureItems::read);
  }

  /** Lists the signatures of all versions, in the order of their numbers. */
  Page<VersionSignature> list(
      ArtifactName artifact, @Nullable VersionSignature after, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the signatures of " + artifact,
        new ItemQuery(
            Keys.SIGNATURES + artifact,
            Keys.LOWEST_NUMBER,
            Keys.HIGHEST_NUMBER + "~",
            after == null ? null : Keys.signature(artifact, after.number(), after.keyId()).sort(),
            ItemQuery.Order.ASCENDING,
            limit),
        SignatureItems::read,
        unreadable);
  }

  Page<VersionSignature> list(
      ArtifactName artifact,
      VersionNumber number,
      @Nullable String afterKeyId,
      int limit,
      Unreadable unreadable) {
    String lowest = Keys.signature(artifact, number, "").sort();
    return Unreadable.page(
        items,
        "list the signatures of " + artifact + ":" + number,
        new ItemQuery(
            Keys.SIGNATURES + artifact,
            lowest,
            lowest + "~",
            afterKeyId == null ? null : lowest + afterKeyId,
            ItemQuery.Order.ASCENDING,
            limit),
        SignatureItems::read,
        unreadable);
  }
}
