package dev.versioned.spi;

import dev.versioned.model.BackendException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps items, and changes them on conditions. All rules of versions and aliases are made of these
 * few operations, so that a rule exists once, and a new store is a page or two.
 *
 * <p>The store guarantees that each write happens whole or not at all, only if its condition holds
 * at that moment, and that a strong read sees every write finished before it.
 *
 * <p>A write may happen and its reply be lost; the caller then makes the same call again, and finds
 * its own write by an id in what comes back. Every method is thread-safe. It throws {@link
 * BackendException} if the store refuses or fails; a write that failed so may have happened if
 * {@link BackendException#isOutcomeUnknown} says so. Each method takes its purpose, such as {@code
 * commit checkout:7}, for these messages.
 */
public interface ItemStore extends AutoCloseable {

  /** How many writes {@link #writeAll} allows at least. */
  int TRANSACTION_ITEMS = 100;

  /**
   * The attribute that says when a store may remove an item by itself: a whole number of seconds
   * since 1970. It may do so late, or never.
   */
  String EXPIRES_AT = "expires_at";

  /**
   * Reads an item.
   *
   * @param purpose what the read is for, for messages
   * @param key the item's key
   * @param consistency which writes it must see
   * @return the item, if one exists
   */
  Optional<Item> read(String purpose, ItemKey key, Consistency consistency);

  /**
   * Reads a page of a partition.
   *
   * @param purpose what the read is for, for messages
   * @param query which items
   * @param consistency which writes it must see
   * @return the next items
   */
  Page<Item> query(String purpose, ItemQuery query, Consistency consistency);

  /**
   * Reads a page of an index, in ascending order of its sort attribute. An item may appear in the
   * index, or disappear from it, some moments late.
   *
   * @param purpose what the read is for, for messages
   * @param query which items
   * @return the next items, with their keys and the attributes of the index at least
   */
  Page<Item> queryIndex(String purpose, IndexQuery query);

  /**
   * Lists the keys of all items, lazily, in no particular order. Every item that existed when the
   * listing began, and was not removed since, is in it. Reads the whole store: for maintenance, not
   * for serving.
   *
   * @param purpose what the read is for, for messages
   * @return the keys; to be closed
   */
  Stream<ItemKey> keys(String purpose);

  /**
   * Makes one conditional write; not a {@link ItemWrite.Check}, which only a transaction can hold.
   *
   * @param purpose what the write is for, for messages
   * @param write the write
   * @return whether it happened
   */
  ItemWrite.Result write(String purpose, ItemWrite write);

  /**
   * Makes several conditional writes in one transaction: all or none.
   *
   * @param purpose what the writes are for, for messages
   * @param writes the writes, each of another item, {@link #TRANSACTION_ITEMS} at most
   * @return whether they happened
   */
  ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes);

  /**
   * Names this store: the same text for every process, and another one for every other store, also
   * for one that was restored from a backup of this one under its name. May make one request, on
   * each call. A store that wraps another returns that one's identity.
   *
   * @return the store's identity; empty for a store that no other process can reach, which is not
   *     bound to a {@link BlobStore#place}
   * @throws BackendException if the store refuses or fails
   */
  default Optional<String> identity() {
    return Optional.empty();
  }

  /** Releases what the store made itself; what it was given stays open. */
  @Override
  void close();
}
