package dev.versioned.internal.catalog;

import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of an item that is set aside.
 *
 * @param item the new item; null if the item is only removed
 * @param others writes of other items in the same transaction
 * @param outcome the state of the record afterwards, as a sentence
 */
record Replacement(@Nullable Item item, List<ItemWrite> others, String outcome) {

  static Replacement of(Item item, String outcome) {
    return new Replacement(item, List.of(), outcome);
  }

  static Replacement removal(String outcome) {
    return new Replacement(null, List.of(), outcome);
  }

  /** Makes the writes of the transaction. */
  List<ItemWrite> writes(ItemKey key, Condition unchanged, Item copy) {
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        item == null ? new ItemWrite.Delete(key, unchanged) : new ItemWrite.Put(item, unchanged));
    writes.add(new ItemWrite.Put(copy, Condition.absent()));
    writes.addAll(others);
    return writes;
  }
}
