package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.place.Binding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.StoreExamination;
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

  /**
   * Examines whether table and place keep the promises that a repository is built on, by writes of
   * its own: conditions, alone and in races, and transactions. Needs the rights of a publisher, and
   * takes some hundred requests. A fault removes the record of {@link #recordExamined}.
   *
   * @return what was found; nothing for stores that no other process can reach
   * @throws dev.versioned.model.BackendException if a store fails
   */
  public StoreExamination examine() {
    return engine.open().binding().examine();
  }

  /**
   * Records in the table that it was examined and found right, so that no process examines it
   * again, and the Region in which it is written: writes from any other Region are refused.
   *
   * @return false if table and place are not bound to each other, so that nothing was recorded
   * @throws dev.versioned.model.BackendException if a store refuses or fails
   */
  public boolean recordExamined() {
    return engine.open().binding().recordExamined();
  }

  /**
   * Returns whether a record says that table and place were examined.
   *
   * @return true also for stores that need no examination
   * @throws dev.versioned.model.BackendException if a store refuses or fails
   */
  public boolean isExamined() {
    return engine.open().binding().isExamined();
  }
}
