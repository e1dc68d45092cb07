package dev.versioned.internal.live;

import dev.versioned.model.Alias;
import dev.versioned.model.Latest;
import dev.versioned.model.Overrides;
import dev.versioned.model.Router;
import dev.versioned.model.Target;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.spi.Consistency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routing reads: one revision of an alias with the overrides that it names, and its versions.
 *
 * @param alias the alias
 * @param overrides the overrides that the alias names
 * @param latest what {@code $LATEST} was, if the alias points there
 * @param router chooses among the versions; null if the snapshot is stale beyond its limit
 * @param readNanos when the read began
 * @param pinned the version that all requests go to, if any
 */
record RoutingSnapshot(
    Alias alias,
    Overrides overrides,
    Optional<Version> latest,
    @Nullable Router<Version> router,
    long readNanos,
    Optional<Version> pinned) {

  /**
   * Makes the snapshot of an alias that was read; reads its overrides if it names any, and {@code
   * $LATEST} if it points there.
   *
   * @throws UnreadableRecordException if the record, or the overrides, cannot be used for routing
   */
  static RoutingSnapshot of(Alias alias, AliasSource source, long readNanos) {
    return of(alias, source.overrides(alias, Consistency.STRONG), source, readNanos);
  }

  private static RoutingSnapshot of(
      Alias alias, Overrides overrides, AliasSource source, long readNanos) {
    Optional<Version> latest =
        alias.routing().primary() == Latest.LATEST
            ? Optional.of(source.latest())
            : Optional.empty();
    try {
      return of(alias, overrides, latest, readNanos);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException(
          "Cannot route by alias "
              + alias.artifact()
              + ":"
              + alias.name()
              + " as it is stored: "
              + e.getMessage()
              + "; run fsck",
          "alias " + alias.artifact() + ":" + alias.name(),
          UnreadableRecordException.Reason.DAMAGED,
          e);
    }
  }

  /**
   * Makes the snapshot of an alias, its overrides, and the version that is {@code $LATEST} if it
   * points there.
   */
  static RoutingSnapshot of(
      Alias alias, Overrides overrides, Optional<Version> latest, long readNanos) {
    Map<Target, Version> targets = new HashMap<>(alias.versions());
    latest.ifPresent(version -> targets.put(Latest.LATEST, version));
    return new RoutingSnapshot(
        alias,
        overrides,
        latest,
        alias.router(overrides, targets::get),
        readNanos,
        Optional.empty());
  }

  /** Returns a snapshot that routes all requests to a version, or by the weights. */
  RoutingSnapshot pinnedTo(Optional<Version> version) {
    if (pinned.equals(version)) {
      return this;
    } else if (version.isEmpty()) {
      return of(alias, overrides, latest, readNanos);
    }
    return new RoutingSnapshot(
        alias, overrides, latest, alias.router(target -> version.get()), readNanos, version);
  }

  /**
   * Returns the snapshot of an alias that was read after this one; reuses this one if it can.
   *
   * @param consistency of the first read of its overrides
   */
  RoutingSnapshot next(Alias read, AliasSource source, Consistency consistency, long nanos) {
    boolean same = isSameState(read) && latest.isEmpty() && router != null;
    if (same) {
      return new RoutingSnapshot(alias, overrides, latest, router, nanos, pinned);
    }
    // rule: follower-takes-the-overrides-of-its-alias
    boolean known = read.overrides().equals(alias.overrides());
    return of(read, known ? overrides : source.overrides(read, consistency), source, nanos);
  }

  /** Returns the snapshot for an alias that was not read in time: a pin does not depend on it. */
  RoutingSnapshot stale() {
    return pinned.isPresent()
        ? this
        : new RoutingSnapshot(alias, overrides, latest, null, readNanos, pinned);
  }

  /** A revision never changes, but {@code $LATEST} may within one. */
  boolean isOlderThan(RoutingSnapshot other) {
    return isSameState(other.alias)
        // rule: older-latest-is-ignored
        ? readNanos - other.readNanos < 0
        // rule: older-revision-is-ignored
        : alias.isOlderThan(other.alias);
  }

  /** Returns whether another snapshot routes to the same versions. */
  boolean routesLike(RoutingSnapshot other) {
    return isSameState(other.alias) && latest.equals(other.latest);
  }

  private boolean isSameState(Alias other) {
    return alias.revision() == other.revision() && alias.epoch() == other.epoch();
  }

  Set<Version> versions() {
    Set<Version> all = new LinkedHashSet<>(alias.versions().values());
    latest.ifPresent(all::add);
    return all;
  }
}
