package dev.versioned.spi;

import dev.versioned.model.BackendException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores items, and changes them on conditions. All rules of versions and aliases are built from
 * these few operations, so that each rule is implemented once, and a new store takes little code.
 *
 * <p>The store guarantees that each write is atomic and happens only if its condition holds at that
 * moment, and that a strong read sees every write that finished before it.
 *
 * <p>A write may happen and its reply be lost; the caller then repeats the call, and recognizes its
 * own write by an id in the result. Every method is thread-safe. It throws {@link BackendException}
 * if the store refuses or fails; the write may still have happened if {@link
 * BackendException#isOutcomeUnknown} is true. Each method takes its purpose, such as {@code commit
 * checkout:7}, for these messages.
 */
public interface ItemStore extends AutoCloseable {

  /** The number of writes that every store must allow in {@link #writeAll}; it may allow more. */
  int TRANSACTION_ITEMS = 100;

  /**
   * The attribute with the time from which a store may remove an item by itself: a whole number of
   * seconds since 1970. It may do so late, or never.
   */
  String EXPIRES_AT = "expires_at";

  /**
   * Reads an item.
   *
   * @param purpose the purpose of the read, for messages
   * @param key the item's key
   * @param consistency which writes it must see
   * @return the item, if one exists
   */
  Optional<Item> read(String purpose, ItemKey key, Consistency consistency);

  /**
   * Reads a page of a partition.
   *
   * @param purpose the purpose of the read, for messages
   * @param query which items
   * @param consistency which writes it must see
   * @return the next items
   */
  Page<Item> query(String purpose, ItemQuery query, Consistency consistency);

  /**
   * Reads a page of an index, in ascending order of its sort attribute. The index is eventually
   * consistent: an item may appear in it, or disappear from it, some moments late.
   *
   * @param purpose the purpose of the read, for messages
   * @param query which items
   * @return the next items, with at least their keys and the attributes of the index
   */
  Page<Item> queryIndex(String purpose, IndexQuery query);

  /**
   * Lazily lists the keys of all items, in no particular order. The list contains every item that
   * existed when the listing began and was not removed since. Reads the whole store: for
   * maintenance, not for serving.
   *
   * @param purpose the purpose of the read, for messages
   * @return the keys; the caller closes the stream
   */
  Stream<ItemKey> keys(String purpose);

  /**
   * Makes one conditional write. A {@link ItemWrite.Check} is not allowed here, only in a
   * transaction.
   *
   * @param purpose the purpose of the write, for messages
   * @param write the write
   * @return whether it happened
   */
  ItemWrite.Result write(String purpose, ItemWrite write);

  /**
   * Makes several conditional writes in one transaction: all or none.
   *
   * @param purpose the purpose of the writes, for messages
   * @param writes the writes, each of another item, at most {@link #TRANSACTION_ITEMS}
   * @return whether they happened
   */
  ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes);

  /**
   * Returns the identity of this store. May make one request on each call. A store that wraps
   * another returns that one's identity.
   *
   * @return the store's identity; empty for a store that no other process can reach, which is not
   *     bound to a {@link BlobStore#place} and not examined
   * @throws BackendException if the store refuses or fails
   */
  default Optional<StoreIdentity> identity() {
    return Optional.empty();
  }

  /**
   * Releases the resources that the store created itself; those that were passed to it stay open.
   */
  @Override
  void close();
}
