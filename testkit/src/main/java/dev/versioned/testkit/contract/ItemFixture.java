package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.ItemWrite.AllWritten;
import dev.versioned.spi.ItemWrite.NoneWritten;
import dev.versioned.spi.ItemWrite.Refused;
import dev.versioned.spi.ItemWrite.Written;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fixture of an item store test: the store, and a separate partition. */
record ItemFixture(ItemStore store, String partition) {
  /** Purposes that {@code StoreOperation} knows; otherwise they appear in messages only. */
  static final String READING = "read item";

  static final String WRITING = "make item";

  static ItemFixture over(ItemStore store) {
    return new ItemFixture(store, "ITEMS#" + Samples.id());
  }

  ItemKey key(String sort) {
    return new ItemKey(partition, sort);
  }

  /** Returns an item with a text and a number. */
  Item item(String sort, String text, long number) {
    return new Item(key(sort), Map.of("text", ItemValue.of(text), "number", ItemValue.of(number)));
  }

  Item item(String sort) {
    return item(sort, "text of " + sort, 7);
  }

  Optional<Item> read(String sort) {
    return store.read(READING, key(sort), Consistency.STRONG);
  }

  /** Writes an item, whatever exists under its key. */
  Item put(Item item) {
    assertThat(store.write(WRITING, new ItemWrite.Put(item, Condition.always())))
        .isEqualTo(new Written(Optional.of(item)));
    return item;
  }

  Item put(String sort) {
    return put(item(sort));
  }

  /**
   * Returns whether a condition holds for the item under a key; in a write and in a transaction.
   */
  boolean holds(String sort, Condition condition) {
    Optional<Item> before = read(sort);
    ItemWrite.TransactionResult checked =
        store.writeAll(WRITING, List.of(new ItemWrite.Check(key(sort), condition)));
    boolean holds = checked.equals(new AllWritten());
    if (!holds) {
      assertThat(checked).isEqualTo(refusing(new TreeMap<>(Map.of(0, before))));
    }
    Item after = before.orElseGet(() -> item(sort));
    assertThat(store.write(WRITING, new ItemWrite.Put(after, condition)))
        .as("%s of %s", condition, before)
        .isEqualTo(holds ? new Written(Optional.of(after)) : new Refused(before));
    if (before.isEmpty()) {
      remove(sort);
    }
    assertThat(read(sort)).isEqualTo(before);
    return holds;
  }

  void remove(String sort) {
    assertThat(store.write(WRITING, new ItemWrite.Delete(key(sort), Condition.always())))
        .isEqualTo(new Written(Optional.empty()));
  }

  static NoneWritten refusing(SortedMap<Integer, Optional<Item>> refusals) {
    return new NoneWritten(refusals, false);
  }

  static NoneWritten refusing(int position, Optional<Item> current) {
    SortedMap<Integer, Optional<Item>> refusals = new TreeMap<>();
    refusals.put(position, current);
    return refusing(refusals);
  }

  /** Changes an item; the changes must be accepted. */
  Item change(String sort, ItemChange... changes) {
    ItemWrite.Result result =
        store.write(WRITING, new ItemWrite.Update(key(sort), List.of(changes), Condition.always()));
    assertThat(result).isInstanceOf(Written.class);
    Item after = ((Written) result).item().orElseThrow();
    assertThat(read(sort)).contains(after);
    return after;
  }

  static Map<String, ItemValue> nothing() {
    return Collections.emptyMap();
  }
}
