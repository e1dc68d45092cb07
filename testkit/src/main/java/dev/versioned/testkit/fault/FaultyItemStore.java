package dev.versioned.testkit.fault;

import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import dev.versioned.spi.StoreIdentity;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An item store whose calls meet the faults of a script. The purpose of a call determines its
 * operation, see {@link StoreOperation#of}.
 */
public final class FaultyItemStore implements ItemStore {
  private final ItemStore store;
  private final FaultInjector faults;

  /**
   * Wraps a store.
   *
   * @param store receives the calls that pass; closed with this one
   * @param faults decides which call meets which fault
   */
  public FaultyItemStore(ItemStore store, FaultInjector faults) {
    this.store = store;
    this.faults = faults;
  }

  /** Makes a call that is not a transaction and so cannot conflict with one. */
  private <T> T call(String purpose, Supplier<T> action) {
    return faults.call(StoreOperation.of(purpose), action, action);
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
    return call(purpose, () -> store.keys(purpose));
  }

  @Override
  public ItemWrite.Result write(String purpose, ItemWrite write) {
    return call(purpose, () -> store.write(purpose, write));
  }

  @Override
  public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
    return faults.call(
        StoreOperation.of(purpose),
        () -> store.writeAll(purpose, writes),
        () -> new ItemWrite.NoneWritten(Collections.emptySortedMap(), true));
  }

  @Override
  public Optional<StoreIdentity> identity() {
    return store.identity();
  }

  @Override
  public void close() {
    store.close();
  }
}
