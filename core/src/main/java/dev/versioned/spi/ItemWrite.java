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
   * Returns what must hold.
   *
   * @return the condition
   */
  Condition condition();

  /**
   * Puts a whole item in place of what exists under its key.
   *
   * @param item the item
   * @param condition what must hold
   */
  record Put(Item item, Condition condition) implements ItemWrite {
    @Override
    public ItemKey key() {
      return item.key();
    }
  }

  /**
   * Changes single attributes. Makes the item if none exists and the condition allows it.
   *
   * @param key the item's key
   * @param changes the changes, each of another attribute
   * @param condition what must hold
   */
  record Update(ItemKey key, List<ItemChange> changes, Condition condition) implements ItemWrite {
    /**
     * Makes an update; the list is copied.
     *
     * @param key the item's key
     * @param changes the changes, each of another attribute
     * @param condition what must hold
     * @throws IllegalArgumentException if there is no change, or two are of one attribute
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
   * @param condition what must hold
   */
  record Delete(ItemKey key, Condition condition) implements ItemWrite {}

  /**
   * Writes nothing: only demands, in a transaction, that the condition holds.
   *
   * @param key the item's key
   * @param condition what must hold
   */
  record Check(ItemKey key, Condition condition) implements ItemWrite {}

  /** The result of one write. */
  sealed interface Result {}

  /**
   * The write happened, by this call.
   *
   * @param item the item after it; empty if it was removed
   */
  record Written(Optional<Item> item) implements Result {}

  /**
   * The condition did not hold. Nothing changed.
   *
   * @param current the item that exists under the key, if any
   */
  record Refused(Optional<Item> current) implements Result {}

  /** The result of several writes. */
  sealed interface TransactionResult {}

  /** All writes happened, by this call. */
  record AllWritten() implements TransactionResult {}

  /**
   * None of the writes happened.
   *
   * @param refusals every write whose condition did not hold, by its position in the list, with the
   *     item that exists under its key, if any
   * @param conflict whether another transaction held some of the items; the same call may be made
   *     again
   */
  record NoneWritten(SortedMap<Integer, Optional<Item>> refusals, boolean conflict)
      implements TransactionResult {
    /**
     * Makes a refusal; the map is copied.
     *
     * @param refusals every write whose condition did not hold
     * @param conflict whether another transaction held some of the items
     */
    public NoneWritten {
      refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    }
  }
}
