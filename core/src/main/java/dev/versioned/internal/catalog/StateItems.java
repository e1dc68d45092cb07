package dev.versioned.internal.catalog;

import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Converts the states of versions to items and back. A state that never changed is not stored. */
final class StateItems {
  private StateItems() {}

  static Item write(StateEntry entry) {
    VersionStatus status = entry.status();
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ARTIFACT, entry.artifact())
            .number(Attributes.NUMBER, entry.number().value())
            .number(Attributes.REFERENCES, status.references());
    status
        .changedAt()
        .ifPresent(
            at ->
                fields
                    .text(Attributes.STATE, status.state())
                    .text(Attributes.STATE_CHANGED_AT, at));
    return fields.item(Keys.state(entry.artifact(), entry.number()));
  }

  static StateEntry read(Item item) {
    return Schema.read(
        item,
        fields ->
            new StateEntry(
                ArtifactName.parse(fields.text(Attributes.ARTIFACT)),
                VersionNumber.of(fields.number(Attributes.NUMBER)),
                status(fields)),
        entry -> Keys.state(entry.artifact(), entry.number()));
  }

  private static VersionStatus status(StoredFields fields) {
    boolean changed = fields.has(Attributes.STATE);
    return new VersionStatus(
        changed ? VersionState.valueOf(fields.text(Attributes.STATE)) : VersionState.ACTIVE,
        changed ? Optional.of(fields.time(Attributes.STATE_CHANGED_AT)) : Optional.empty(),
        fields.has(Attributes.REFERENCES) ? fields.revisionFrom(0, Attributes.REFERENCES) : 0);
  }

  /** Reads the status from an item; without an item it is the initial one. */
  static VersionStatus statusOf(Optional<Item> item) {
    return item.map(StateItems::read).map(StateEntry::status).orElse(VersionStatus.INITIAL);
  }

  /**
   * Returns the changes that begin every update of such an item, since the update may create the
   * item.
   */
  static List<ItemChange> known(ArtifactName artifact, VersionNumber number) {
    List<ItemChange> changes = new ArrayList<>();
    changes.add(ItemChange.set(Attributes.SCHEMA, Schema.NUMBER));
    changes.add(ItemChange.set(Attributes.ARTIFACT, artifact.value()));
    changes.add(ItemChange.set(Attributes.NUMBER, number.value()));
    return changes;
  }
}
