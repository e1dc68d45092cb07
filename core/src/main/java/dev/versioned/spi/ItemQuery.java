package dev.versioned.spi;

import org.jspecify.annotations.Nullable;

/**
 * A query for a page of the items of one partition, in the order of their sort keys.
 *
 * @param partition the partition key
 * @param first the lowest sort key
 * @param last the highest sort key
 * @param after the sort key of the last item of the previous page, which is within the range; null
 *     for the first page
 * @param order the direction in which the items are read
 * @param limit how many items at most, 1 or more
 */
public record ItemQuery(
    String partition, String first, String last, @Nullable String after, Order order, int limit) {

  /**
   * Returns the query for the page that follows a sort key.
   *
   * @param sort the sort key of the last item of the previous page
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
