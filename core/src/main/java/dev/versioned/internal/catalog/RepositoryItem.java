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
import java.util.concurrent.atomic.AtomicLong;

/**
 * The item {@code REPOSITORY} / {@code #}, which names the place of blobs that the items belong to.
 */
public final class RepositoryItem {
  private final ItemStore items;
  private final AtomicLong epoch = new AtomicLong();

  /**
   * Makes an accessor of the item.
   *
   * @param items stores the item
   */
  public RepositoryItem(ItemStore items) {
    this.items = items;
  }

  /**
   * The contents of the item.
   *
   * @param bond the bond
   * @param homeRegion the only Region in which the table is written; empty if none is recorded
   * @param examined whether the stores were examined and found right
   */
  public record Contents(Bond bond, String homeRegion, boolean examined) {}

  /**
   * Reads the item.
   *
   * @return its contents, if it exists
   * @throws UnreadableRecordException if it cannot be read
   */
  public Optional<Contents> find() {
    Optional<Contents> found =
        items
            .read("read the binding of the table", Keys.REPOSITORY, Consistency.STRONG)
            .map(RepositoryItem::read);
    found.ifPresent(contents -> epoch.accumulateAndGet(contents.bond().epoch(), Math::max));
    return found;
  }

  /**
   * Returns the epoch of the item, as it was last read here.
   *
   * @return how many times a restored table had taken the place over; 0 before the first read
   */
  public long epoch() {
    return epoch.get();
  }

  /**
   * Records that the stores were examined and found right, and the Region in which the table is
   * written, if the item holds exactly these stores.
   *
   * @param bond the stores
   * @param homeRegion the Region; empty if there is none
   * @param at when
   * @return whether the item holds these stores
   */
  public boolean recordExamined(Bond bond, String homeRegion, Instant at) {
    List<ItemChange> changes = new ArrayList<>();
    changes.add(ItemChange.set(Attributes.EXAMINED_AT, at.toString()));
    if (!homeRegion.isEmpty()) {
      changes.add(ItemChange.set(Attributes.HOME_REGION, homeRegion));
    }
    return update("bind the table: record that it was examined", bond, changes);
  }

  /**
   * Removes the record that the stores were examined, if the item holds exactly these stores.
   *
   * @param bond the stores
   */
  public void forgetExamined(Bond bond) {
    update(
        "bind the table: remove the record that it was examined",
        bond,
        List.of(new ItemChange.Remove(Attributes.EXAMINED_AT)));
  }

  private boolean update(String purpose, Bond bond, List<ItemChange> changes) {
    Condition same =
        Condition.equal(Attributes.TABLE, bond.table())
            .and(Condition.equal(Attributes.PLACE, bond.place()));
    return items.write(purpose, new ItemWrite.Update(Keys.REPOSITORY, changes, same))
        instanceof ItemWrite.Written;
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
        ? read(refused.current().get()).bond()
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

  private static Contents read(Item item) {
    return Schema.read(
        item,
        fields -> {
          Bond.checkFormat(fields.number(Attributes.FORMAT));
          return new Contents(
              new Bond(
                  fields.text(Attributes.TABLE),
                  fields.text(Attributes.PLACE),
                  fields.time(Attributes.BOUND_AT),
                  fields.epoch()),
              fields.textOrEmpty(Attributes.HOME_REGION),
              fields.has(Attributes.EXAMINED_AT));
        },
        contents -> Keys.REPOSITORY);
  }
}
