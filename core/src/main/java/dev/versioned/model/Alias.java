package dev.versioned.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

// Over 300 lines: four constructors with the Javadoc of each component.
/**
 * An alias at one revision. An immutable value; {@link dev.versioned.AliasHandle} changes aliases,
 * {@link dev.versioned.LiveAlias} follows one.
 *
 * @param artifact the artifact
 * @param name the alias's name
 * @param revision the revision, 1 when the alias was first created; every change adds one
 * @param routing the versions that the alias points to, with their weights
 * @param slots which version owns which slots of the traffic
 * @param splitId part of the salt of the routing keys' hash, in addition to the names: the revision
 *     at which the split began
 * @param versions the complete records of the numbered versions in the routing and in the
 *     overrides, so that no further read is needed
 * @param description the description of the alias; empty if none was given
 * @param updatedAt when this revision was written, by the writer's clock
 * @param updatedBy who wrote it
 * @param epoch how many times the table had been restored and had taken its place over; orders
 *     before the revision, which a restore puts back
 * @param freeze until when it refuses moves; may have ended
 * @param overrides which overrides are in force; without their keys
 */
public record Alias(
    ArtifactName artifact,
    AliasName name,
    long revision,
    Routing routing,
    Slots slots,
    String splitId,
    SortedMap<VersionNumber, Version> versions,
    String description,
    Instant updatedAt,
    String updatedBy,
    long epoch,
    Optional<AliasFreeze> freeze,
    AliasOverrides overrides) {

  /**
   * Makes an alias; the map is copied.
   *
   * @param artifact the artifact
   * @param name the alias's name
   * @param revision the revision, 1 when the alias was first created; every change adds one
   * @param routing the versions that the alias points to, with their weights
   * @param slots which version owns which slots of the traffic
   * @param splitId part of the salt of the routing keys' hash, in addition to the names: the
   *     revision at which the split began
   * @param versions the complete records of the numbered versions in the routing and in the
   *     overrides, so that no further read is needed
   * @param description the description of the alias; empty if none was given
   * @param updatedAt when this revision was written, by the writer's clock
   * @param updatedBy who wrote it
   * @param epoch how many times the table had been restored and had taken its place over
   * @param freeze until when it refuses moves; may have ended
   * @param overrides which overrides are in force; without their keys
   * @throws IllegalArgumentException if it points to {@code $LATEST} and has overrides
   */
  public Alias {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(routing, "routing");
    Objects.requireNonNull(slots, "slots");
    Objects.requireNonNull(splitId, "splitId");
    Objects.requireNonNull(versions, "versions");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(updatedBy, "updatedBy");
    Objects.requireNonNull(freeze, "freeze");
    Objects.requireNonNull(overrides, "overrides");
    // rule: overrides-need-numbered-versions
    if (routing.primary() == Latest.LATEST && !overrides.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot point alias "
              + artifact
              + ":"
              + name
              + " to $LATEST with "
              + overrides.count()
              + " overrides: $LATEST can only be routed to alone; clear the overrides first");
    }
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /**
   * Returns whether another state of this alias is newer: by its epoch, then by its revision.
   *
   * @param other another state of the same alias
   * @return false if they are the same state
   */
  public boolean isOlderThan(Alias other) {
    Objects.requireNonNull(other, "other");
    // rule: epoch-orders-before-the-revision
    if (epoch != other.epoch) {
      return epoch < other.epoch;
    }
    return revision < other.revision;
  }

  /**
   * Returns the numbered versions that the alias points to, by its routing or its overrides. Each
   * of them is protected from deletion.
   *
   * @return the numbers, in ascending order
   */
  public Set<VersionNumber> targets() {
    return overrides.targets(routing);
  }

  /**
   * Returns a router over the weights of this revision, which knows no overrides.
   *
   * @return a router to version numbers, or {@code $LATEST}
   */
  public Router<Target> router() {
    return router(target -> target);
  }

  /**
   * Returns a router over this revision and its overrides that routes to a given object for each
   * target.
   *
   * @param overrides the overrides that are in force
   * @param of returns the object for a version number, or {@code $LATEST}; called once for each
   * @param <T> the type of the objects
   * @return a router
   * @throws IllegalArgumentException if the overrides are of another revision than those of the
   *     alias
   */
  public <T> Router<T> router(Overrides overrides, Function<Target, ? extends T> of) {
    Objects.requireNonNull(overrides, "overrides");
    Objects.requireNonNull(of, "of");
    if (overrides.revision() != this.overrides.revision()) {
      throw new IllegalArgumentException(
          "Cannot route by "
              + this
              + " with overrides of revision "
              + overrides.revision()
              + ": those in force are of revision "
              + this.overrides.revision()
              + "; read both again");
    }
    return Router.of(slots, slotHash(), overrides.versions(), of);
  }

  /**
   * Returns a router over the weights of this revision, which knows no overrides, that routes to a
   * given object for each target.
   *
   * @param of returns the object for a version number, or {@code $LATEST}; called once for each
   * @param <T> the type of the objects
   * @return a router
   */
  public <T> Router<T> router(Function<Target, ? extends T> of) {
    Objects.requireNonNull(of, "of");
    return Router.of(slots, slotHash(), Collections.emptySortedMap(), of);
  }

  SlotHash slotHash() {
    return new SlotHash(artifact, name, splitId);
  }

  /** Returns artifact, alias, revision, routing, number of overrides, and freeze. */
  @Override
  public String toString() {
    return artifact
        + ":"
        + name
        + " (revision "
        + revision
        + ": "
        + routing
        + (overrides.isEmpty() ? "" : ", " + overrides.count() + " overrides")
        + freeze.map(one -> ", " + one).orElse("")
        + ")";
  }
}
