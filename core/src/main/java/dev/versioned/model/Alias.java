package dev.versioned.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

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
 * @param versions the complete records of the numbered versions in the routing, so that no further
 *     read is needed
 * @param description the description of the alias; empty if none was given
 * @param updatedAt when this revision was written, by the writer's clock
 * @param updatedBy who wrote it
 * @param epoch how many times the table had been restored and had taken its place over; orders
 *     before the revision, which a restore puts back
 * @param freeze until when it refuses moves; may have ended
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
    Optional<AliasFreeze> freeze) {

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
   * @param versions the complete records of the numbered versions in the routing, so that no
   *     further read is needed
   * @param description the description of the alias; empty if none was given
   * @param updatedAt when this revision was written, by the writer's clock
   * @param updatedBy who wrote it
   * @param epoch how many times the table had been restored and had taken its place over
   * @param freeze until when it refuses moves; may have ended
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
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /**
   * Makes an alias that is not frozen.
   *
   * @param artifact the artifact
   * @param name the alias's name
   * @param revision the revision
   * @param routing the versions that the alias points to, with their weights
   * @param slots which version owns which slots of the traffic
   * @param splitId part of the salt of the routing keys' hash
   * @param versions the complete records of the numbered versions in the routing
   * @param description the description of the alias; empty if none was given
   * @param updatedAt when this revision was written
   * @param updatedBy who wrote it
   * @param epoch how many times the table had been restored and had taken its place over
   */
  public Alias(
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
      long epoch) {
    this(
        artifact,
        name,
        revision,
        routing,
        slots,
        splitId,
        versions,
        description,
        updatedAt,
        updatedBy,
        epoch,
        Optional.empty());
  }

  /**
   * Makes an alias of a table that was never restored.
   *
   * @param artifact the artifact
   * @param name the alias's name
   * @param revision the revision
   * @param routing the versions that the alias points to, with their weights
   * @param slots which version owns which slots of the traffic
   * @param splitId part of the salt of the routing keys' hash
   * @param versions the complete records of the numbered versions in the routing
   * @param description the description of the alias; empty if none was given
   * @param updatedAt when this revision was written
   * @param updatedBy who wrote it
   */
  public Alias(
      ArtifactName artifact,
      AliasName name,
      long revision,
      Routing routing,
      Slots slots,
      String splitId,
      SortedMap<VersionNumber, Version> versions,
      String description,
      Instant updatedAt,
      String updatedBy) {
    this(
        artifact,
        name,
        revision,
        routing,
        slots,
        splitId,
        versions,
        description,
        updatedAt,
        updatedBy,
        0);
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
   * Returns a router over this revision.
   *
   * @return a router to version numbers, or {@code $LATEST}
   */
  public Router<Target> router() {
    return router(target -> target);
  }

  /**
   * Returns a router over this revision that routes to a given object for each target.
   *
   * @param of returns the object for a version number, or {@code $LATEST}; called once for each
   * @param <T> the type of the objects
   * @return a router
   */
  public <T> Router<T> router(Function<Target, ? extends T> of) {
    Objects.requireNonNull(of, "of");
    return Router.of(slots, slotHash(), of);
  }

  SlotHash slotHash() {
    return new SlotHash(artifact, name, splitId);
  }

  /** Returns artifact, alias, revision, routing and freeze. */
  @Override
  public String toString() {
    return artifact
        + ":"
        + name
        + " (revision "
        + revision
        + ": "
        + routing
        + freeze.map(one -> ", " + one).orElse("")
        + ")";
  }
}
