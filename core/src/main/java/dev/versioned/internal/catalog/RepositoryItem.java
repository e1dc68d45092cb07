package dev.versioned.internal.catalog;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The item {@code REPOSITORY} / {@code #}, which names the place of blobs that the items belong to.
 */
public final class RepositoryItem {
  private final ItemStore items;

  /**
   * Makes an accessor of the item.
   *
   * @param items stores the item
   */
  public RepositoryItem(ItemStore items) {
    this.items = items;
  }

  /**
   * Reads the item.
   *
   * @return the bond in it, if it exists
   * @throws UnreadableRecordException if it cannot be read
   */
  public Optional<Bond> find() {
    return items
        .read("read the binding of the table", Keys.REPOSITORY, Consistency.STRONG)
        .map(RepositoryItem::read);
  }

  /**
   * Writes the item, if it does not exist.
   *
   * @param bond the bond to write
   * @return the bond in the item afterwards
   * @throws UnreadableRecordException if the item exists and cannot be read
   */
  public Bond claim(Bond bond) {
    ItemWrite.Result result =
        items.write(
            "bind the table to " + bond.place(),
            new ItemWrite.Put(write(bond), Condition.absent()));
    return result instanceof ItemWrite.Refused refused && refused.current().isPresent()
        ? read(refused.current().get())
        : bond;
  }

  /**
   * Writes the item, replacing any other.
   *
   * @param bond the bond to write
   */
  public void replace(Bond bond) {
    items.write(
        "bind the table to " + bond.place(), new ItemWrite.Put(write(bond), Condition.always()));
  }

  /**
   * Removes the item, if it holds exactly this bond.
   *
   * @param bond the bond in it
   */
  public void release(Bond bond) {
    items.write(
        "bind the table to another place than " + bond.place(),
        // rule: binding-is-released
        new ItemWrite.Delete(
            Keys.REPOSITORY,
            Condition.equal(Attributes.TABLE, bond.table())
                .and(Condition.equal(Attributes.PLACE, bond.place()))
                .and(Condition.equal(Attributes.BOUND_AT, bond.at().toString()))));
  }

  /**
   * Raises an artifact's last number to a given one, unless it is that high already. The
   * fingerprint of the content of the old last number is cleared, because another number is now the
   * last. If the table does not know the artifact, this does not list it.
   *
   * @param artifact the artifact
   * @param number the lowest last number
   * @param at when
   * @return whether the last number was lower
   */
  public boolean raiseLastNumber(ArtifactName artifact, long number, Instant at) {
    List<ItemChange> changes = new ArrayList<>();
    changes.add(ItemChange.set(Attributes.SCHEMA, Schema.NUMBER));
    changes.add(ItemChange.set(Attributes.ARTIFACT, artifact.value()));
    changes.add(ArtifactCounter.createdAt(at));
    changes.add(ItemChange.set(Attributes.LAST_NUMBER, number));
    changes.add(new ItemChange.Remove(Attributes.FINGERPRINT));
    changes.add(new ItemChange.Remove(Attributes.ATTEMPT_ID));
    Condition lower =
        Condition.missing(Attributes.LAST_NUMBER)
            .or(Condition.atMost(Attributes.LAST_NUMBER, number - 1));
    return items.write(
            "bind the table: raise the last number of " + artifact + " to " + number,
            new ItemWrite.Update(Keys.artifact(artifact), changes, Schema.known().and(lower)))
        instanceof ItemWrite.Written;
  }

  private static Item write(Bond bond) {
    FieldsWriter fields =
        new FieldsWriter()
            .number(Attributes.FORMAT, Bond.FORMAT)
            .text(Attributes.TABLE, bond.table())
            .text(Attributes.PLACE, bond.place())
            .text(Attributes.BOUND_AT, bond.at());
    if (bond.epoch() > 0) {
      fields.number(Attributes.EPOCH, bond.epoch());
    }
    return fields.item(Keys.REPOSITORY);
  }

  private static Bond read(Item item) {
    return Schema.read(
        item,
        fields -> {
          Bond.checkFormat(fields.number(Attributes.FORMAT));
          return new Bond(
              fields.text(Attributes.TABLE),
              fields.text(Attributes.PLACE),
              fields.time(Attributes.BOUND_AT),
              fields.numberOrZero(Attributes.EPOCH));
        },
        bond -> Keys.REPOSITORY);
  }
}
