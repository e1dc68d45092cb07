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

/** The item {@code REPOSITORY} / {@code #}: which place of blobs the items belong to. */
public final class RepositoryItem {
  private final ItemStore items;

  /**
   * Makes the way to the item.
   *
   * @param items keeps the item
   */
  public RepositoryItem(ItemStore items) {
    this.items = items;
  }

  /**
   * Reads the item.
   *
   * @return what it says, if it exists
   * @throws UnreadableRecordException if it cannot be read
   */
  public Optional<Bond> find() {
    return items
        .read("read the binding of the table", Keys.REPOSITORY, Consistency.STRONG)
        .map(RepositoryItem::read);
  }

  /**
   * Writes the item, if none exists.
   *
   * @param bond what it says
   * @return what the item says now
   * @throws UnreadableRecordException if one exists that cannot be read
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
   * Writes the item, whatever it says.
   *
   * @param bond what it says from now on
   */
  public void replace(Bond bond) {
    items.write(
        "bind the table to " + bond.place(), new ItemWrite.Put(write(bond), Condition.always()));
  }

  /**
   * Removes the item, if it is this very one.
   *
   * @param bond what it says
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
   * Makes an artifact's next number higher than a number, unless it is higher already. What the
   * artifact knew of the content of its last number is forgotten: another number is the last now.
   * An artifact that the items do not know is not listed by this.
   *
   * @param artifact the artifact
   * @param number the lowest last number
   * @param at when
   * @return whether it was lower
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
    return new FieldsWriter()
        .number(Attributes.FORMAT, Bond.FORMAT)
        .text(Attributes.TABLE, bond.table())
        .text(Attributes.PLACE, bond.place())
        .text(Attributes.BOUND_AT, bond.at())
        .item(Keys.REPOSITORY);
  }

  private static Bond read(Item item) {
    return Schema.read(
        item,
        fields -> {
          Bond.checkFormat(fields.number(Attributes.FORMAT));
          return new Bond(
              fields.text(Attributes.TABLE),
              fields.text(Attributes.PLACE),
              fields.time(Attributes.BOUND_AT));
        },
        bond -> Keys.REPOSITORY);
  }
}
