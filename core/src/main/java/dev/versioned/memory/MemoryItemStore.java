package dev.versioned.memory;

import dev.versioned.internal.Kinds;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemQuery.Order;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keeps items in memory. One lock makes every operation atomic, and every read sees every write
 * before it, from the index too.
 */
public final class MemoryItemStore implements ItemStore {
  /** An empty partition has the order of the others: a range of it may be none in Java's order. */
  private static final NavigableMap<String, Item> EMPTY =
      Collections.unmodifiableNavigableMap(new TreeMap<>(TextOrder.UTF8));

  private final Map<String, NavigableMap<String, Item>> partitions = new HashMap<>();

  /** Creates an empty store. */
  public MemoryItemStore() {}

  private NavigableMap<String, Item> partition(String key) {
    return partitions.getOrDefault(key, EMPTY);
  }

  @Override
  public synchronized Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
    return Optional.ofNullable(partition(key.partition()).get(key.sort()));
  }

  @Override
  public synchronized Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
    NavigableMap<String, Item> range = partition(query.partition());
    if (TextOrder.UTF8.compare(query.first(), query.last()) > 0) {
      return new Page<>(List.of(), false);
    }
    range = range.subMap(query.first(), true, query.last(), true);
    if (query.order() == Order.DESCENDING) {
      range = range.descendingMap();
    }
    String after = query.after();
    if (after != null) {
      range = range.tailMap(after, false);
    }
    return page(List.copyOf(range.values()), query.limit());
  }

  @Override
  public synchronized Page<Item> queryIndex(String purpose, IndexQuery query) {
    String after = query.after();
    NavigableMap<String, Item> found = new TreeMap<>(TextOrder.UTF8);
    for (NavigableMap<String, Item> partition : partitions.values()) {
      for (Item item : partition.values()) {
        ItemValue sort = item.attributes().get(query.index().sort());
        if (sort instanceof ItemValue.Text text
            && ItemValue.of(query.partition())
                .equals(item.attributes().get(query.index().partition()))
            && (after == null || TextOrder.UTF8.compare(text.value(), after) > 0)) {
          found.put(text.value() + '\0' + item.key(), item);
        }
      }
    }
    return page(List.copyOf(found.values()), query.limit());
  }

  private static Page<Item> page(List<Item> rest, int limit) {
    return new Page<>(rest.subList(0, Math.min(limit, rest.size())), rest.size() > limit);
  }

  @Override
  public synchronized Stream<ItemKey> keys(String purpose) {
    return partitions.values().stream()
        .flatMap(partition -> partition.values().stream().map(Item::key))
        .toList()
        .stream();
  }

  @Override
  public synchronized ItemWrite.Result write(String purpose, ItemWrite write) {
    if (write instanceof ItemWrite.Check) {
      throw new IllegalArgumentException(
          "Cannot " + purpose + ": only a transaction can hold a check");
    }
    Optional<Item> current = current(write);
    if (!Conditions.hold(write.condition(), current)) {
      return new ItemWrite.Refused(current);
    }
    Optional<Item> after = after(write, current);
    keep(write.key(), after);
    return new ItemWrite.Written(after);
  }

  @Override
  public synchronized ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
    if (writes.stream().map(ItemWrite::key).distinct().count() < writes.size()) {
      throw new IllegalArgumentException(
          "Cannot " + purpose + ": two writes of one transaction are of the same item");
    }
    SortedMap<Integer, Optional<Item>> refusals = new TreeMap<>();
    Map<ItemKey, Optional<Item>> after = new HashMap<>();
    for (int i = 0; i < writes.size(); i++) {
      ItemWrite write = writes.get(i);
      Optional<Item> current = current(write);
      if (Conditions.hold(write.condition(), current)) {
        after.put(write.key(), after(write, current));
      } else {
        refusals.put(i, current);
      }
    }
    // rule: refused-transaction-writes-nothing
    if (!refusals.isEmpty()) {
      return new ItemWrite.NoneWritten(refusals, false);
    }
    // rule: whole-transaction-is-written
    after.forEach(this::keep);
    return new ItemWrite.AllWritten();
  }

  private Optional<Item> current(ItemWrite write) {
    return Optional.ofNullable(partition(write.key().partition()).get(write.key().sort()));
  }

  /** Returns what exists under the key after a write, and changes nothing. */
  private static Optional<Item> after(ItemWrite write, Optional<Item> current) {
    if (write instanceof ItemWrite.Put put) {
      return Optional.of(put.item());
    } else if (write instanceof ItemWrite.Update update) {
      return Optional.of(Changes.apply(update, current));
    }
    if (write instanceof ItemWrite.Delete) {
      return Optional.empty();
    } else if (write instanceof ItemWrite.Check) {
      return current;
    }
    throw Kinds.unknown(write);
  }

  private void keep(ItemKey key, Optional<Item> item) {
    if (item.isPresent()) {
      partitions
          .computeIfAbsent(key.partition(), partition -> new TreeMap<>(TextOrder.UTF8))
          .put(key.sort(), item.get());
    } else if (partitions.containsKey(key.partition())) {
      partition(key.partition()).remove(key.sort());
    }
  }

  /**
   * Copies the store as it is now.
   *
   * @return an independent store with the same items
   */
  public synchronized MemoryItemStore copy() {
    MemoryItemStore copy = new MemoryItemStore();
    partitions.forEach((key, items) -> copy.partitions.put(key, new TreeMap<>(items)));
    return copy;
  }

  /** Does nothing: the store holds no resources. */
  @Override
  public void close() {}
}
