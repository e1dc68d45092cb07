package dev.versioned.internal.catalog;

import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Handles items in a list that cannot be read. May be called more than once for the same item. */
@FunctionalInterface
public interface Unreadable {
  /** Throws: for callers whose decisions need the whole list. */
  Unreadable FAIL =
      (key, why) -> {
        throw why;
      };

  /**
   * Handles an item that is left out of the list.
   *
   * @param key the item's key
   * @param why the reason why it cannot be read
   */
  void found(ItemKey key, UnreadableRecordException why);

  /** Reads a page of records and leaves out those that cannot be read. */
  static <T> Page<T> page(
      ItemStore items,
      String purpose,
      ItemQuery query,
      Function<Item, T> read,
      Unreadable unreadable) {
    ItemQuery next = query;
    while (true) {
      Page<Item> page = items.query(purpose, next, Consistency.STRONG);
      List<T> records = new ArrayList<>();
      for (Item item : page.items()) {
        try {
          records.add(read.apply(item));
        } catch (UnreadableRecordException e) {
          unreadable.found(item.key(), e);
        }
      }
      if (!records.isEmpty() || !page.hasMore()) {
        return new Page<>(records, page.hasMore());
      }
      next = next.after(page.items().get(page.items().size() - 1).key().sort());
    }
  }
}
