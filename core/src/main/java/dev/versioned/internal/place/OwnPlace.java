package dev.versioned.internal.place;

import dev.versioned.internal.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Checks, before the first write, that the two stores belong together. A successful check is not
 * repeated; a failed one is.
 *
 * <p>A write starts the check, does its other preparations, and waits for the result before it
 * changes anything that others see.
 */
public final class OwnPlace {
  private final Binding binding;
  private final boolean needed;
  private final Once both;
  private final Once items;

  public OwnPlace(Binding binding) {
    this.binding = binding;
    this.needed = binding.isNeeded();
    this.both = new Once(binding::claiming);
    this.items = new Once(binding::checkingItems);
  }

  /** Starts the check for a write of bytes, which binds stores that are not bound yet. */
  public void startCheck() {
    if (needed) {
      CompletableFuture<?> unused = both.start();
    }
  }

  /**
   * Waits for the check for a write of bytes.
   *
   * @throws dev.versioned.model.BackendException if the place belongs to others, or a store refuses
   *     or fails
   */
  public void check() {
    if (needed) {
      join(both.start());
    }
  }

  /** Starts the check for a write of items alone. */
  public void startItemsCheck() {
    if (needed && !both.isGood()) {
      CompletableFuture<?> unused = items.start();
    }
  }

  /**
   * Waits for the check for a write of items alone.
   *
   * @throws dev.versioned.model.BackendException if the items belong to others, or the store
   *     refuses or fails
   */
  public void checkItems() {
    if (needed && !both.isGood()) {
      join(items.start());
    }
  }

  /** Returns the epoch of the items; known once {@link #checkItems} or {@link #check} returned. */
  public long epoch() {
    return binding.epoch();
  }

  private static void join(CompletableFuture<?> check) {
    try {
      check.join();
    } catch (CompletionException e) {
      throw Failures.rethrown(e);
    }
  }

  /** A check that is made only once if it succeeds. */
  private static final class Once {
    private final Supplier<? extends CompletableFuture<?>> check;
    private final AtomicReference<CompletableFuture<?>> running = new AtomicReference<>();

    Once(Supplier<? extends CompletableFuture<?>> check) {
      this.check = check;
    }

    boolean isGood() {
      CompletableFuture<?> known = running.get();
      return known != null && known.isDone() && !known.isCompletedExceptionally();
    }

    /** Returns the check that is running or has succeeded, or starts one. */
    CompletableFuture<?> start() {
      CompletableFuture<?> known = running.get();
      if (known != null && !known.isCompletedExceptionally()) {
        return known;
      }
      CompletableFuture<Object> next = new CompletableFuture<>();
      if (!running.compareAndSet(known, next)) {
        return start();
      }
      CompletableFuture<?> unused =
          check
              .get()
              .whenComplete(
                  (answer, failure) -> {
                    if (failure == null) {
                      next.complete(answer);
                    } else {
                      next.completeExceptionally(Failures.cause(failure));
                    }
                  });
      return next;
    }
  }
}
