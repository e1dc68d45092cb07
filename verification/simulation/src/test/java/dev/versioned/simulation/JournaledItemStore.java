package dev.versioned.simulation;

import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import dev.versioned.spi.StoreIdentity;
import dev.versioned.testkit.fault.StoreOperation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The items as one simulated operation sees them, through its journal.
 *
 * @param table the table's name; if empty, it is bound to no place
 */
record JournaledItemStore(ItemStore store, Journal journal, Optional<String> table)
    implements ItemStore {
  JournaledItemStore(ItemStore store, Journal journal) {
    this(store, journal, Optional.empty());
  }

  private <T> T call(String purpose, Supplier<T> action) {
    return journal.call(() -> StoreOperation.of(purpose), action);
  }

  @Override
  public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
    return call(purpose, () -> store.read(purpose, key, consistency));
  }

  @Override
  public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
    return call(purpose, () -> store.query(purpose, query, consistency));
  }

  @Override
  public Page<Item> queryIndex(String purpose, IndexQuery query) {
    return call(purpose, () -> store.queryIndex(purpose, query));
  }

  @Override
  public Stream<ItemKey> keys(String purpose) {
    List<ItemKey> all = call(purpose, () -> store.keys(purpose).toList());
    return all.stream();
  }

  @Override
  public ItemWrite.Result write(String purpose, ItemWrite write) {
    return call(purpose, () -> store.write(purpose, write));
  }

  @Override
  public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
    return call(purpose, () -> store.writeAll(purpose, writes));
  }

  @Override
  public void close() {}

  /** The simulated stores are right by construction: an examination would add crash points. */
  @Override
  public Optional<StoreIdentity> identity() {
    return table.map(StoreIdentity::ofKnown);
  }
}
