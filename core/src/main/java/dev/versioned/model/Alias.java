package dev.versioned.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An alias as it was at one revision. An immutable value; {@link dev.versioned.AliasHandle} changes
 * aliases, {@link dev.versioned.LiveAlias} follows one.
 *
 * @param artifact the artifact
 * @param name the alias's name
 * @param revision the revision, 1 when the alias was first created, one up at every change
 * @param routing what the alias points to
 * @param slots which version owns which slots of the traffic
 * @param splitId what the hash of routing keys is salted with, besides the names: the revision at
 *     which the split began
 * @param versions the numbered versions routed to, whole, so that nothing more need be read for
 *     them
 * @param description what the alias is for; empty if nothing was said
 * @param updatedAt when this revision was written, by the clock of the process that did
 * @param updatedBy who wrote it
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
    String updatedBy) {

  /**
   * Makes an alias; the map is copied.
   *
   * @param artifact the artifact
   * @param name the alias's name
   * @param revision the revision, 1 when the alias was first created, one up at every change
   * @param routing what the alias points to
   * @param slots which version owns which slots of the traffic
   * @param splitId what the hash of routing keys is salted with, besides the names: the revision at
   *     which the split began
   * @param versions the numbered versions routed to, whole, so that nothing more need be read for
   *     them
   * @param description what the alias is for; empty if nothing was said
   * @param updatedAt when this revision was written, by the clock of the process that did
   * @param updatedBy who wrote it
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
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
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
   * Returns a router over this revision that gives something for each target.
   *
   * @param of what to give for a version number, or {@code $LATEST}; called once for each
   * @param <T> what is given
   * @return a router
   */
  public <T> Router<T> router(Function<Target, ? extends T> of) {
    Objects.requireNonNull(of, "of");
    return Router.of(slots, slotHash(), of);
  }

  SlotHash slotHash() {
    return new SlotHash(artifact, name, splitId);
  }

  /** Returns artifact, alias, revision and routing. */
  @Override
  public String toString() {
    return artifact + ":" + name + " (revision " + revision + ": " + routing + ")";
  }
}
