package dev.versioned.spi;

import java.util.List;

/**
 * A piece of a list.
 *
 * @param <T> what is listed
 * @param items the items, in the order of the list; may be empty even if more follow
 * @param hasMore whether anything may follow
 */
public record Page<T>(List<T> items, boolean hasMore) {

  /**
   * Makes a page; the items are copied.
   *
   * @param items the items, in the order of the list; may be empty even if more follow
   * @param hasMore whether anything may follow
   */
  public Page {
    items = List.copyOf(items);
  }
}
