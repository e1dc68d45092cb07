package dev.versioned.model;

import java.util.Objects;

/**
 * Why a request goes to a version.
 *
 * @param version the version
 * @param slot the slot of the request's key, 0 to 9,999
 * @param revision the revision of the alias that is used for routing
 * @param reason what decided
 */
public record RoutingDecision(Version version, int slot, long revision, Reason reason) {

  /**
   * Makes the value.
   *
   * @param version the version
   * @param slot the slot of the request's key
   * @param revision the revision of the alias that is used for routing
   * @param reason what decided
   */
  public RoutingDecision {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(reason, "reason");
  }

  /** What decided where a request goes. */
  public enum Reason {
    /** The weights of the alias, as last read. */
    WEIGHT,
    /** This process is {@linkplain dev.versioned.LiveAlias#pin pinned} to the version. */
    PIN,
    /** The key is {@linkplain dev.versioned.AliasHandle#override overridden}. */
    OVERRIDE,
    /** The weights of the alias, which could not be read since. */
    STALE
  }
}
