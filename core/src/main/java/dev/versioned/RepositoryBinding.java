package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.place.Binding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.TakeOver;

/**
 * The binding of a repository's table to its place of bytes (a bucket and a prefix): each names the
 * other, and a repository whose table and place do not belong together refuses to write. This is a
 * tool for operators. Applications do not need it: the first write of a repository checks the
 * binding, and binds a table and a place that are not bound yet.
 *
 * <p>Thread-safe.
 */
public final class RepositoryBinding {
  /** The remedy for a table and a place that do not belong together. */
  public static final String REMEDY = Binding.REMEDY;

  private final Engine engine;

  RepositoryBinding(Engine engine) {
    this.engine = engine;
  }

  /**
   * Reads the binding in table and place, at the same time.
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
   * Binds the place to this table, whatever they named before; for example after a restore. The
   * other table can no longer write. The last numbers in this table are raised to the highest ones
   * in the place. The next call continues an interrupted one.
   *
   * @return the result
   * @throws dev.versioned.model.BackendException if a store refuses or fails, or another table took
   *     the place over at the same time
   */
  public TakeOver takeOver() {
    return engine.open().binding().takeOver();
  }
}
