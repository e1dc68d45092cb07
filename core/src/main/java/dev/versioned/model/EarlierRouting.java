package dev.versioned.model;

import java.util.Objects;

/**
 * A routing that served before and that a rollback can restore; {@link
 * dev.versioned.AliasHandle#rollbacks} lists them.
 *
 * @param revision the revision of the alias that introduced it
 * @param routing the routing
 */
public record EarlierRouting(long revision, Routing routing) {

  /**
   * Makes an earlier routing.
   *
   * @param revision the revision of the alias that introduced it
   * @param routing the routing
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
