package dev.versioned.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the destination of an overridden key by the hash that routing computes anyway, without
 * allocation. Immutable and thread-safe.
 *
 * @param <T> the type of the destinations
 */
final class KeyTable<T> {
  private final @Nullable String[] keys;
  private final long[] hashes;
  private final Object[] destinations;
  private final int mask;

  private KeyTable(int size) {
    this.keys = new String[size];
    this.hashes = new long[size];
    this.destinations = new Object[size];
    this.mask = size - 1;
  }

  /**
   * Makes a table of at least one key. At most half of it is used, so that a key that is not
   * overridden usually costs one comparison.
   */
  static <T> KeyTable<T> of(Map<String, T> byKey, SlotHash hash) {
    KeyTable<T> table = new KeyTable<>(Integer.highestOneBit(byKey.size()) * 4);
    byKey.forEach((key, destination) -> table.add(key, hash.hash(key), destination));
    return table;
  }

  private void add(String key, long hash, T destination) {
    int place = (int) hash & mask;
    while (keys[place] != null) {
      place = (place + 1) & mask;
    }
    keys[place] = key;
    hashes[place] = hash;
    destinations[place] = destination;
  }

  /** Returns the destination of a key; null if it is not overridden. */
  @Nullable T find(CharSequence key, long hash) {
    int place = (int) hash & mask;
    while (true) {
      String there = keys[place];
      if (there == null) {
        return null;
      } else if (hashes[place] == hash && there.contentEquals(key)) {
        @SuppressWarnings("unchecked") // only add() fills the array
        T destination = (T) destinations[place];
        return destination;
      }
      place = (place + 1) & mask;
    }
  }
}
