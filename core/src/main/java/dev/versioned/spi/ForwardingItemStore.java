package dev.versioned.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An item store that forwards every call to another one. A store that wraps another, to measure,
 * limit or log its calls, extends this class and overrides some methods: it then also forwards the
 * methods that have a default, such as {@link #identity}, and those that are added later.
 */
public abstract class ForwardingItemStore implements ItemStore {
  private final ItemStore delegate;

  /**
   * Forwards to a store.
   *
   * @param delegate the store; closed with this one
   */
  protected ForwardingItemStore(ItemStore delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  @Override
  public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
    return delegate.read(purpose, key, consistency);
  }

  @Override
  public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
    return delegate.query(purpose, query, consistency);
  }

  @Override
  public Page<Item> queryIndex(String purpose, IndexQuery query) {
    return delegate.queryIndex(purpose, query);
  }

  @Override
  public Stream<ItemKey> keys(String purpose) {
    return delegate.keys(purpose);
  }

  @Override
  public ItemWrite.Result write(String purpose, ItemWrite write) {
    return delegate.write(purpose, write);
  }

  @Override
  public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
    return delegate.writeAll(purpose, writes);
  }

  @Override
  public Optional<StoreIdentity> identity() {
    return delegate.identity();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
