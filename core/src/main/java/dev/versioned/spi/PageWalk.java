package dev.versioned.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Iterates over a list page by page, and fetches a page only when it is needed. */
final class PageWalk<T> extends AbstractSpliterator<T> {
  private final Function<@Nullable T, Page<T>> fetch;
  private final Deque<T> fetched = new ArrayDeque<>();
  private @Nullable T last;
  private boolean hasMore = true;

  PageWalk(Function<@Nullable T, Page<T>> fetch) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.fetch = fetch;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    while (fetched.isEmpty() && hasMore) {
      Page<T> page = fetch.apply(last);
      fetched.addAll(page.items());
      hasMore = page.hasMore();
    }
    T next = fetched.poll();
    if (next == null) {
      return false;
    }
    last = next;
    action.accept(next);
    return true;
  }
}
