package dev.versioned.spi;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A write of one item, which happens only if its condition holds at that moment. */
public sealed interface ItemWrite {

  /**
   * Returns the key of the item.
   *
   * @return the key
   */
  ItemKey key();

  /**
   * Returns the condition of the write.
   *
   * @return the condition
   */
  Condition condition();

  /**
   * Puts a whole item, replacing any item under its key.
   *
   * @param item the item
   * @param condition the condition of the write
   */
  record Put(Item item, Condition condition) implements ItemWrite {
    @Override
    public ItemKey key() {
      return item.key();
    }
  }

  /**
   * Changes single attributes. Creates the item if none exists and the condition allows it.
   *
   * @param key the item's key
   * @param changes the changes, each of another attribute
   * @param condition the condition of the write
   */
  record Update(ItemKey key, List<ItemChange> changes, Condition condition) implements ItemWrite {
    /**
     * Makes an update; the list is copied.
     *
     * @param key the item's key
     * @param changes the changes, each of another attribute
     * @param condition the condition of the write
     * @throws IllegalArgumentException if there is no change, or two changes are of one attribute
     */
    public Update {
      changes = List.copyOf(changes);
      Set<String> attributes = new HashSet<>();
      if (changes.isEmpty()
          || !changes.stream().map(ItemChange::attribute).allMatch(attributes::add)) {
        throw new IllegalArgumentException(
            "Cannot update " + key + ": each change must be of another attribute");
      }
    }
  }

  /**
   * Removes the item.
   *
   * @param key the item's key
   * @param condition the condition of the write
   */
  record Delete(ItemKey key, Condition condition) implements ItemWrite {}

  /**
   * Writes nothing, but makes a transaction depend on a condition.
   *
   * @param key the item's key
   * @param condition the condition of the transaction
   */
  record Check(ItemKey key, Condition condition) implements ItemWrite {}

  /** The result of one write. */
  sealed interface Result {}

  /**
   * This call made the write.
   *
   * @param item the item after the write; empty if it was removed
   */
  record Written(Optional<Item> item) implements Result {}

  /**
   * The condition did not hold. Nothing changed.
   *
   * @param current the existing item under the key, if any
   */
  record Refused(Optional<Item> current) implements Result {}

  /** The result of several writes. */
  sealed interface TransactionResult {}

  /** This call made all writes. */
  record AllWritten() implements TransactionResult {}

  /**
   * None of the writes happened.
   *
   * @param refusals every write whose condition did not hold, by its position in the list, with the
   *     existing item under its key, if any
   * @param conflict whether another transaction was writing some of the items; the same call may be
   *     retried
   */
  record NoneWritten(SortedMap<Integer, Optional<Item>> refusals, boolean conflict)
      implements TransactionResult {
    /**
     * Makes a refusal; the map is copied.
     *
     * @param refusals every write whose condition did not hold
     * @param conflict whether another transaction was writing some of the items
     */
    public NoneWritten {
      refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    }
  }
}
