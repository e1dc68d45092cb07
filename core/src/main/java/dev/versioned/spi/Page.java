package dev.versioned.spi;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param <T> the type of the items
 * @param items the items, in the order of the list; at least one if more may follow, because the
 *     last item of this page is needed to request the next one
 * @param hasMore whether more items may follow
 */
public record Page<T>(List<T> items, boolean hasMore) {

  /**
   * Makes a page; the items are copied.
   *
   * @param items the items, in the order of the list
   * @param hasMore whether more items may follow
   * @throws IllegalArgumentException if more may follow and the page is empty
   */
  public Page {
    items = List.copyOf(items);
    if (hasMore && items.isEmpty()) {
      throw new IllegalArgumentException("Cannot make a page without items that others follow");
    }
  }

  /**
   * Returns a page with each item converted.
   *
   * @param <R> the type of the new items
   * @param change converts an item
   * @return a page of the new items
   */
  public <R> Page<R> map(Function<? super T, ? extends R> change) {
    return new Page<>(items.stream().<R>map(change).toList(), hasMore);
  }

  /**
   * Returns the items of all pages as a stream, which fetches a page only when it is needed.
   *
   * @param <T> the type of the items
   * @param fetch receives the last item of the previous page, or null for the first page
   * @return the items of all pages
   */
  public static <T> Stream<T> stream(Function<@Nullable T, Page<T>> fetch) {
    return StreamSupport.stream(new PageWalk<>(fetch), false);
  }
}
