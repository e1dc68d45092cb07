package dev.versioned.model;

import java.util.Objects;

/**
 * A routing that served before, and that a rollback can bring back; {@link
 * dev.versioned.AliasHandle#rollbacks} lists them.
 *
 * @param revision the revision of the alias that first brought it
 * @param routing what the alias pointed to
 */
public record EarlierRouting(long revision, Routing routing) {

  /**
   * Makes an earlier routing.
   *
   * @param revision the revision of the alias that first brought it
   * @param routing what the alias pointed to
   */
  public EarlierRouting {
    Objects.requireNonNull(routing, "routing");
  }

  /** Returns routing and revision. */
  @Override
  public String toString() {
    return routing + " (revision " + revision + ")";
  }
}
