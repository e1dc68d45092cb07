package dev.versioned;

import dev.versioned.routing.Router;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is routed by: one revision of an alias, and the versions that it stands for.
 *
 * @param alias the alias
 * @param latest what {@code $LATEST} was, if the alias points there
 * @param router chooses among the versions; none if the snapshot is stale beyond its limit
 * @param readNanos when its reading began
 */
record LiveSnapshot(
    Alias alias, Optional<Version> latest, @Nullable Router<Version> router, long readNanos) {

  /** Takes an alias that was read, and reads {@code $LATEST} if it points there. */
  static LiveSnapshot of(Alias alias, Artifact artifact, long readNanos) {
    Optional<Version> latest =
        alias.routing().primary() == Latest.LATEST
            ? Optional.of(artifact.resolve(Latest.LATEST))
            : Optional.empty();
    return of(alias, latest, readNanos);
  }

  static LiveSnapshot of(Alias alias, Optional<Version> latest, long readNanos) {
    Router<Version> router =
        Router.of(
            alias.slots(),
            alias.slotHash(),
            target -> latest.orElseGet(() -> alias.versions().get(target)));
    return new LiveSnapshot(alias, latest, router, readNanos);
  }

  LiveSnapshot readAgain(long readNanos) {
    return new LiveSnapshot(alias, latest, router, readNanos);
  }

  LiveSnapshot stale() {
    return new LiveSnapshot(alias, latest, null, readNanos);
  }

  /** A revision never changes; but {@code $LATEST} may, under the same one. */
  boolean isOlderThan(LiveSnapshot other) {
    return alias.revision() == other.alias.revision()
        ? readNanos - other.readNanos < 0
        : alias.revision() < other.alias.revision();
  }

  /** Returns whether another one is routed by alike. */
  boolean isSame(LiveSnapshot other) {
    return alias.revision() == other.alias.revision() && latest.equals(other.latest);
  }

  Set<Version> versions() {
    Set<Version> all = new LinkedHashSet<>(alias.versions().values());
    latest.ifPresent(all::add);
    return all;
  }
}
