package dev.versioned.internal.place;

import dev.versioned.internal.Failures;
import dev.versioned.internal.catalog.Bond;
import dev.versioned.internal.catalog.RepositoryItem;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.StoreExamination;
import dev.versioned.maintenance.TakeOver;
import dev.versioned.model.BackendException;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Binds an item store to the place of blobs that belongs to it. Each of the two names both: the
 * items in a separate item, the blobs in a marker under {@link dev.versioned.model.BlobKey#MARKER}.
 * If these do not match the stores in use, nothing is written and nothing is collected: two tables
 * on one prefix would remove each other's bytes, and one table on two prefixes would list versions
 * that have no bytes.
 *
 * <p>A table that was restored from a backup contains the item, but has a different identity, and
 * so counts as another table. {@link #takeOver} binds the place to it.
 *
 * <p>Stores without a {@link BlobStore#place} or an {@link ItemStore#identity} are not bound, and
 * always belong together. Thread-safe.
 */
public final class Binding {
  /** The remedy in messages about stores that do not belong together. */
  public static final String REMEDY =
      "use the bucket, prefix and table that belong together; after a restore, take the place over:"
          + " see 'One table, one place' in docs/operations.md";

  private static final String WRITE = "write to the repository";

  private final BlobStore blobs;
  private final ItemStore items;
  private final Environment environment;
  private final RepositoryItem item;
  private final Marker marker;
  private final Examiner examiner;

  private Binding(BlobStore blobs, ItemStore items, Environment environment) {
    this.blobs = blobs;
    this.items = items;
    this.environment = environment;
    this.item = new RepositoryItem(items);
    this.marker = new Marker(blobs, environment);
    this.examiner = new Examiner(blobs, items, environment, item);
  }

  /**
   * Makes the binding of two stores. Applications do not need this, because a repository checks its
   * stores before its first write.
   *
   * @param blobs stores the bytes
   * @param items stores versions and aliases
   * @param environment clock, ids and executor
   * @return their binding
   */
  public static Binding of(BlobStore blobs, ItemStore items, Environment environment) {
    Objects.requireNonNull(blobs, "blobs");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(environment, "environment");
    return new Binding(blobs, items, environment);
  }

  /** Returns whether the stores need a binding; stores in memory do not: no others reach them. */
  public boolean isNeeded() {
    return blobs.place().isPresent();
  }

  /**
   * Reads the binding in both stores, at the same time.
   *
   * @return the state of the binding
   * @throws BackendException if a store refuses or fails
   */
  public BindingState state() {
    return join(read()).state();
  }

  private CompletableFuture<Reading> read() {
    return read(marker::find);
  }

  private CompletableFuture<Reading> read(Supplier<Optional<Bond>> marker) {
    if (!isNeeded()) {
      return CompletableFuture.completedFuture(Reading.NOT_NEEDED);
    }
    CompletableFuture<Optional<Said>> kept = beside(() -> Said.byItem(item::find));
    CompletableFuture<Optional<Said>> marked = beside(() -> Said.by(marker));
    return beside(items::identity)
        .thenCombine(kept, (table, said) -> reading(table, said))
        .thenCombine(marked, (reading, said) -> reading.with(reading.kept(), said));
  }

  private Reading reading(Optional<StoreIdentity> table, Optional<Said> kept) {
    return table
        .map(identity -> new Reading(own(identity.name()), identity, kept, Optional.empty()))
        .orElse(Reading.NOT_NEEDED);
  }

  private Bond own(String table) {
    return new Bond(table, blobs.place().orElseThrow(), environment.now());
  }

  /** Returns the epoch of the items, as they were last read here; 0 before the first read. */
  public long epoch() {
    return item.epoch();
  }

  private <T> CompletableFuture<T> beside(Supplier<T> read) {
    return CompletableFuture.supplyAsync(read, environment.executor());
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw Failures.rethrown(e);
    }
  }

  /**
   * Binds the stores to each other, as far as they are not bound yet. If several processes bind at
   * the same time, one wins. Does not examine the stores.
   *
   * @return the state of the binding before
   * @throws BackendException if one of the stores belongs to another one, which the message names,
   *     or a store refuses or fails
   */
  public BindingState claim() {
    return bound(join(read()));
  }

  /**
   * Starts to do what {@link #claim} does on the executor of the environment, for the first write
   * of a process: the stores are examined before, unless a record says that they were.
   *
   * @return the state of the binding before; completes exceptionally with a {@link
   *     BackendException} as {@code claim}, and if the stores break promises that the library needs
   */
  public CompletableFuture<BindingState> claiming() {
    return read()
        .thenApply(
            reading -> {
              refuseForeign(WRITE, reading.state());
              examiner.require(WRITE, reading);
              Examiner.refuseUnchosenHome(WRITE, reading);
              return bound(reading);
            });
  }

  private BindingState bound(Reading reading) {
    BindingState state = reading.state();
    refuseForeign(WRITE, state);
    Examiner.refuseFaults(WRITE, reading);
    if (state.standing() == BindingState.Standing.INCOMPLETE) {
      claim(reading);
    }
    return state;
  }

  private void claim(Reading reading) {
    Bond own = Objects.requireNonNull(reading.own());
    Optional<Said> kept = reading.kept();
    if (kept.isEmpty()) {
      kept = Said.by(() -> Optional.of(item.claim(own)));
    }
    Optional<Said> marked = reading.marked();
    if (marked.isEmpty() && reading.with(kept, marked).isNotForeign()) {
      marked = Said.by(() -> Optional.of(marker.claim(own)));
    }
    BindingState state = reading.with(kept, marked).state();
    if (state.standing() == BindingState.Standing.FOREIGN) {
      if (reading.kept().isEmpty()) {
        // rule: loser-of-a-race-releases-its-table
        item.release(
            own); // another table was faster: this table can still be bound to another place
      }
      throw refused(WRITE, state);
    }
  }

  /**
   * Starts to check, on the executor of the environment, that the items are not bound to another
   * place and are not a copy of another table. Reads only the items: for writes that do not touch
   * bytes.
   *
   * @return the state of the binding as far as the items show it; completes exceptionally with a
   *     {@link BackendException} if the items belong to others, or the store refuses or fails
   */
  public CompletableFuture<BindingState> checkingItems() {
    return read(Optional::empty)
        .thenApply(
            reading -> {
              refuseForeign(WRITE, reading.state());
              Examiner.refuseFaults(WRITE, reading);
              return reading.state();
            });
  }

  /**
   * Checks that the stores are bound to each other, and binds nothing: for operations that remove
   * bytes.
   *
   * @param what the operation, for the message, such as {@code collect garbage}
   * @throws BackendException if the stores are not bound to each other, or refuse or fail
   */
  public void checkBound(String what) {
    checkedBound(what);
  }

  /**
   * Does the same as {@link #checkBound}, and checks that the stores keep their promises: examines
   * them unless a record says that they were, and records the result if this process may.
   *
   * @param what the operation, for the message
   * @throws BackendException also if the stores break promises that the library needs
   */
  public void checkBoundAndExamined(String what) {
    examiner.requireAndRecord(what, checkedBound(what));
  }

  private Reading checkedBound(String what) {
    Objects.requireNonNull(what, "what");
    Reading reading = join(read());
    BindingState state = reading.state();
    refuseForeign(what, state);
    if (state.standing() == BindingState.Standing.INCOMPLETE) {
      throw BackendException.permanentFailure(
          "Cannot " + what + ": " + state.detail() + "; set the stores up, or publish first", null);
    }
    return reading;
  }

  /**
   * Examines the stores, whatever is recorded.
   *
   * @return what was found; nothing for stores that need no binding
   * @throws BackendException if a store fails
   */
  public StoreExamination examine() {
    return examiner.examine(join(read()));
  }

  /**
   * Records that the stores were examined and found right, and the Region in which they are
   * written.
   *
   * @return false if they are not bound to each other
   * @throws BackendException if the store refuses or fails
   */
  public boolean recordExamined() {
    return examiner.record(join(read()));
  }

  /**
   * Returns whether the stores need not be examined.
   *
   * @return true if the items hold a record of it, or the stores are right by construction
   * @throws BackendException if a store refuses or fails
   */
  public boolean isExamined() {
    return join(read()).isExamined();
  }

  private static void refuseForeign(String what, BindingState state) {
    if (state.standing() == BindingState.Standing.FOREIGN) {
      throw refused(what, state);
    }
  }

  private static BackendException refused(String what, BindingState state) {
    return BackendException.permanentFailure(
        "Cannot " + what + ": " + state.detail() + "; " + REMEDY, null);
  }

  /**
   * Binds the place to these items, whatever either was bound to before, and raises each artifact's
   * last number to the highest one that has bytes: a restored copy would otherwise give those
   * numbers again. Stores that are already bound to each other stay as they are. Stop everything
   * that writes to the place through another table first. The next take-over completes an
   * interrupted one.
   *
   * @return what was done
   * @throws BackendException if a store refuses or fails, or another take-over was faster
   */
  public TakeOver takeOver() {
    return new Succession(blobs, item, marker, environment).of(join(read()));
  }
}
