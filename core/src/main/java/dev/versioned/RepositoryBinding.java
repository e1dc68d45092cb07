package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.place.Binding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.TakeOver;

/**
 * What binds the table of a repository to its place of bytes (a bucket and a prefix): each names
 * the other, and a repository whose table and place do not belong together refuses to write. An
 * operator's tool; applications need it not, since the first write of a repository checks, and
 * binds what is not bound yet.
 *
 * <p>Thread-safe.
 */
public final class RepositoryBinding {
  /** What to do about a table and a place that do not belong together. */
  public static final String REMEDY = Binding.REMEDY;

  private final Engine engine;

  RepositoryBinding(Engine engine) {
    this.engine = engine;
  }

  /**
   * Reads what table and place say, at the same time.
   *
   * @return whether they belong together
   * @throws dev.versioned.model.BackendException if a store refuses or fails
   */
  public BindingState state() {
    return engine.open().binding().state();
  }

  /**
   * Binds table and place to each other, unless one of them names another.
   *
   * @return whether they belonged together before
   * @throws dev.versioned.model.BackendException if one names another, or a store refuses or fails
   */
  public BindingState bind() {
    return engine.open().binding().claim();
  }

  /**
   * Binds the place to this table, whatever they named before: after a restore, say. The other
   * table can no longer write; the last numbers of this one are raised to the highest ones in the
   * place. A call that was cut short is continued by the next.
   *
   * @return what was done
   * @throws dev.versioned.model.BackendException if a store refuses or fails, or another table took
   *     the place over at the same time
   */
  public TakeOver takeOver() {
    return engine.open().binding().takeOver();
  }
}
