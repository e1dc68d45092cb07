package dev.versioned.maintenance;

import java.util.Objects;

/**
 * Whether a table and a place of bytes belong together.
 *
 * @param standing whether they do
 * @param detail which belongs to which; empty for stores that need no binding
 */
public record BindingState(Standing standing, String detail) {

  /** Whether two stores belong together. */
  public enum Standing {
    /** Each names the other, or no other process can reach one of them. */
    BOUND,
    /** At least one of them names none, and none names another. */
    INCOMPLETE,
    /** At least one of them names another one. */
    FOREIGN
  }

  /**
   * Makes a state.
   *
   * @param standing whether they belong together
   * @param detail which belongs to which
   */
  public BindingState {
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(detail, "detail");
  }
}
