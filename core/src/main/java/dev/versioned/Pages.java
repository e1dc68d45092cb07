package dev.versioned;

import dev.versioned.spi.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Turns pages into a stream that fetches a page only when it is needed. */
final class Pages {
  private Pages() {}

  /** {@code fetch} gets the last item of the page before, or null for the first page. */
  static <T> Stream<T> stream(Function<@Nullable T, Page<T>> fetch) {
    return StreamSupport.stream(new Walk<>(fetch), false);
  }

  private static final class Walk<T> extends AbstractSpliterator<T> {
    private final Function<@Nullable T, Page<T>> fetch;
    private final Deque<T> fetched = new ArrayDeque<>();
    private @Nullable T last;
    private boolean hasMore = true;

    Walk(Function<@Nullable T, Page<T>> fetch) {
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
}
