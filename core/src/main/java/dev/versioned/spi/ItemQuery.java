package dev.versioned.spi;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the items of one partition, in the order of their sort keys.
 *
 * @param partition the partition key
 * @param first the lowest sort key wanted
 * @param last the highest sort key wanted
 * @param after the sort key of the last item of the page before, which is within the range; null
 *     for the first page
 * @param order from which end the items are read
 * @param limit how many items at most, 1 or more
 */
public record ItemQuery(
    String partition, String first, String last, @Nullable String after, Order order, int limit) {

  /**
   * Asks for the page that follows a sort key.
   *
   * @param sort the sort key of the last item of the page before
   * @return a query of the same range
   */
  public ItemQuery after(String sort) {
    return new ItemQuery(partition, first, last, sort, order, limit);
  }

  /** A direction. */
  public enum Order {
    /** From the lowest sort key up. */
    ASCENDING,
    /** From the highest sort key down. */
    DESCENDING
  }
}
