package dev.versioned.model;

import java.util.Objects;
import java.util.Set;

/**
 * A routing that served before and that a rollback can restore; {@link
 * dev.versioned.AliasHandle#rollbacks} lists them.
 *
 * @param revision the revision of the alias that introduced it
 * @param routing the routing
 * @param overrides the overrides that were in force with it
 */
public record EarlierRouting(long revision, Routing routing, AliasOverrides overrides) {

  /**
   * Makes an earlier routing.
   *
   * @param revision the revision of the alias that introduced it
   * @param routing the routing
   * @param overrides the overrides that were in force with it
   */
  public EarlierRouting {
    Objects.requireNonNull(routing, "routing");
    Objects.requireNonNull(overrides, "overrides");
  }

  /**
   * Makes an earlier routing without overrides.
   *
   * @param revision the revision of the alias that introduced it
   * @param routing the routing
   */
  public EarlierRouting(long revision, Routing routing) {
    this(revision, routing, AliasOverrides.NONE);
  }

  /**
   * Returns the numbered versions that the alias pointed to, by its routing or its overrides.
   *
   * @return the numbers, in ascending order
   */
  public Set<VersionNumber> targets() {
    Set<VersionNumber> targets = routing.versions();
    targets.addAll(overrides.versions());
    return targets;
  }

  /** Returns routing and revision. */
  @Override
  public String toString() {
    return routing + " (revision " + revision + ")";
  }
}
