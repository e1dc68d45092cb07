package dev.versioned.spi;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a list.
 *
 * @param <T> what is listed
 * @param items the items, in the order of the list; at least one if more may follow, since the next
 *     page is asked for by the last item of this one
 * @param hasMore whether anything may follow
 */
public record Page<T>(List<T> items, boolean hasMore) {

  /**
   * Makes a page; the items are copied.
   *
   * @param items the items, in the order of the list
   * @param hasMore whether anything may follow
   * @throws IllegalArgumentException if more follows and there is no item
   */
  public Page {
    items = List.copyOf(items);
    if (hasMore && items.isEmpty()) {
      throw new IllegalArgumentException("Cannot make a page without items that others follow");
    }
  }

  /**
   * Changes each item of the page.
   *
   * @param <R> what the new page lists
   * @param change makes the new item
   * @return a page of the new items
   */
  public <R> Page<R> map(Function<? super T, ? extends R> change) {
    return new Page<>(items.stream().<R>map(change).toList(), hasMore);
  }

  /**
   * Turns pages into a stream, which fetches a page only when it is needed.
   *
   * @param <T> what is listed
   * @param fetch gets the last item of the page before, or null for the first page
   * @return the items of all pages
   */
  public static <T> Stream<T> stream(Function<@Nullable T, Page<T>> fetch) {
    return StreamSupport.stream(new PageWalk<>(fetch), false);
  }
}
