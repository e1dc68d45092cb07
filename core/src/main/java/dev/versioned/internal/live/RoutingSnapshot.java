package dev.versioned.internal.live;

import dev.versioned.model.Alias;
import dev.versioned.model.Latest;
import dev.versioned.model.Router;
import dev.versioned.model.Target;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routing reads: one revision of an alias, and its versions.
 *
 * @param alias the alias
 * @param latest what {@code $LATEST} was, if the alias points there
 * @param router chooses among the versions; null if the snapshot is stale beyond its limit
 * @param readNanos when the read began
 * @param pinned the version that all requests go to, if any
 */
record RoutingSnapshot(
    Alias alias,
    Optional<Version> latest,
    @Nullable Router<Version> router,
    long readNanos,
    Optional<Version> pinned) {

  /**
   * Makes the snapshot of an alias that was read; reads {@code $LATEST} if it points there.
   *
   * @throws UnreadableRecordException if the record cannot be used for routing
   */
  static RoutingSnapshot of(Alias alias, AliasSource source, long readNanos) {
    Optional<Version> latest =
        alias.routing().primary() == Latest.LATEST
            ? Optional.of(source.latest())
            : Optional.empty();
    try {
      return of(alias, latest, readNanos);
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

  /** Makes the snapshot of an alias, and the version that is {@code $LATEST} if it points there. */
  static RoutingSnapshot of(Alias alias, Optional<Version> latest, long readNanos) {
    Map<Target, Version> targets = new HashMap<>(alias.versions());
    latest.ifPresent(version -> targets.put(Latest.LATEST, version));
    return new RoutingSnapshot(
        alias, latest, alias.router(targets::get), readNanos, Optional.empty());
  }

  /** Returns a snapshot that routes all requests to a version, or by the weights. */
  RoutingSnapshot pinnedTo(Optional<Version> version) {
    if (pinned.equals(version)) {
      return this;
    } else if (version.isEmpty()) {
      return of(alias, latest, readNanos);
    }
    return new RoutingSnapshot(
        alias, latest, alias.router(target -> version.get()), readNanos, version);
  }

  /** Returns the snapshot of an alias that was read after this one; reuses this one if it can. */
  RoutingSnapshot next(Alias read, AliasSource source, long nanos) {
    boolean same = isSameState(read) && latest.isEmpty() && router != null;
    return same
        ? new RoutingSnapshot(alias, latest, router, nanos, pinned)
        : RoutingSnapshot.of(read, source, nanos);
  }

  /** Returns the snapshot for an alias that was not read in time: a pin does not depend on it. */
  RoutingSnapshot stale() {
    return pinned.isPresent() ? this : new RoutingSnapshot(alias, latest, null, readNanos, pinned);
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
