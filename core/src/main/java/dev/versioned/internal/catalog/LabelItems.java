package dev.versioned.internal.catalog;

import dev.versioned.internal.record.StoredLabels;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The labels of versions: one item for each version that was ever labelled, in a partition of their
 * own, so that who labels a version writes nothing else.
 */
final class LabelItems {
  private final ItemStore items;

  LabelItems(ItemStore items) {
    this.items = items;
  }

  static Item write(StoredLabels stored) {
    VersionLabels labels = stored.labels();
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, labels.artifact())
        .number(Attributes.NUMBER, labels.number().value())
        .texts(Attributes.LABELS, labels.values())
        .number(Attributes.REVISION, labels.revision())
        .text(Attributes.ATTEMPT_ID, stored.attemptId())
        .text(Attributes.UPDATED_AT, labels.updatedAt())
        .text(Attributes.UPDATED_BY, labels.updatedBy())
        .item(Keys.labels(labels.artifact(), labels.number()));
  }

  static StoredLabels read(Item item) {
    return Schema.read(
        item,
        fields ->
            new StoredLabels(
                new VersionLabels(
                    ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                    VersionNumber.of(fields.number(Attributes.NUMBER)),
                    fields.textsOrEmpty(Attributes.LABELS),
                    fields.revisionFrom(1, Attributes.REVISION),
                    fields.time(Attributes.UPDATED_AT),
                    fields.textOrEmpty(Attributes.UPDATED_BY)),
                fields.text(Attributes.ATTEMPT_ID)),
        stored -> Keys.labels(stored.labels().artifact(), stored.labels().number()));
  }

  Optional<StoredLabels> find(ArtifactName artifact, VersionNumber number) {
    return items
        .read(
            "read the labels of " + artifact + ":" + number,
            Keys.labels(artifact, number),
            Consistency.STRONG)
        .map(LabelItems::read);
  }

  /** Writes labels if those of the revision before are stored, or none for revision 1. */
  StoredLabels.Result replace(StoredLabels next) {
    VersionLabels labels = next.labels();
    ItemWrite.Result result =
        items.write(
            "label " + labels.artifact() + ":" + labels.number(),
            new ItemWrite.Put(write(next), at(labels.revision() - 1)));
    return result instanceof ItemWrite.Refused refused
        ? new StoredLabels.Changed(refused.current().map(LabelItems::read))
        : new StoredLabels.Replaced();
  }

  private static Condition at(long revision) {
    return revision == 0
        ? Condition.absent()
        // rule: labels-are-replaced-from-their-revision
        : Schema.known().and(Condition.equal(Attributes.REVISION, revision));
  }

  /** Writes labels that come from another repository, if none are stored. */
  static ItemWrite add(StoredLabels stored) {
    return new ItemWrite.Put(write(stored), Condition.absent());
  }

  /** Lists the labels of all versions, those of the highest number first. */
  Page<StoredLabels> list(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        "list the labels of " + artifact,
        Keys.numbers(Keys.LABELS + artifact, before == null ? null : before.padded(), limit),
        LabelItems::read,
        unreadable);
  }
}
