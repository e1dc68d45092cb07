package dev.versioned.maintenance;

import java.util.Objects;

/**
 * Whether a table and a place of bytes belong together.
 *
 * @param standing whether they do
 * @param detail the pairs that are bound to each other, in words; empty for stores that need no
 *     binding
 */
public record BindingState(Standing standing, String detail) {

  /** The relation of two stores. */
  public enum Standing {
    /** Each names the other, or no other process can reach one of them. */
    BOUND,
    /** At least one of them names no other store, and neither names a different one. */
    INCOMPLETE,
    /** At least one of them names a different store. */
    FOREIGN
  }

  /**
   * Makes a state.
   *
   * @param standing whether the stores belong together
   * @param detail the pairs that are bound to each other, in words
   */
  public BindingState {
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(detail, "detail");
  }
}
