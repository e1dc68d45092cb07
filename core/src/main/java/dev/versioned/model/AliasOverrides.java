package dev.versioned.model;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an alias says of its overrides: which ones are in force, and which versions they name. The
 * keys are stored in an item of their own, which {@link dev.versioned.AliasHandle#overrides} reads.
 *
 * @param revision the revision of the alias at which the overrides were set or cleared; 0 if there
 *     never were any
 * @param count how many keys are overridden
 * @param digest the digest of the stored keys and versions; empty if no key is overridden
 * @param versions the versions that keys are sent to
 */
public record AliasOverrides(
    long revision, int count, Optional<Digest> digest, SortedSet<VersionNumber> versions) {

  /** The overrides of an alias that never had any. */
  public static final AliasOverrides NONE = cleared(0);

  /**
   * Validates the value; the set is copied.
   *
   * @param revision the revision of the alias at which the overrides were set or cleared
   * @param count how many keys are overridden
   * @param digest the digest of the stored keys and versions; empty if no key is overridden
   * @param versions the versions that keys are sent to
   * @throws IllegalArgumentException if only some of count, digest and versions are empty
   */
  public AliasOverrides {
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(versions, "versions");
    versions = Collections.unmodifiableSortedSet(new TreeSet<>(versions));
    if (digest.isEmpty() != (count == 0) || versions.isEmpty() != (count == 0)) {
      throw new IllegalArgumentException(
          "its " + count + " overrides name the versions " + versions + ", with digest " + digest);
    }
  }

  /**
   * Returns the state after all overrides were cleared.
   *
   * @param revision the revision that cleared them
   * @return a state without overrides
   */
  public static AliasOverrides cleared(long revision) {
    return new AliasOverrides(revision, 0, Optional.empty(), new TreeSet<>());
  }

  /**
   * Returns whether no key is overridden.
   *
   * @return true if all keys follow the weights
   */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Returns the numbered versions that an alias with these overrides points to.
   *
   * @param routing the routing of the alias
   * @return those of the routing and of the overrides, in a set of the caller's own
   */
  public Set<VersionNumber> targets(Routing routing) {
    Objects.requireNonNull(routing, "routing");
    Set<VersionNumber> targets = routing.versions();
    // rule: overridden-version-is-protected
    targets.addAll(versions);
    return targets;
  }
}
