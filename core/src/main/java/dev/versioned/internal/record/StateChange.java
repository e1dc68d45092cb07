package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a version's state: deletion, restoration or expiry.
 *
 * @param artifact the artifact
 * @param number the version
 * @param from the state that the version must be in; if {@code ACTIVE}, it must also have no
 *     references
 * @param since the time at which it must have entered that state; null for any time
 * @param to the new state
 * @param at when
 */
public record StateChange(
    ArtifactName artifact,
    VersionNumber number,
    VersionState from,
    @Nullable Instant since,
    VersionState to,
    Instant at) {

  /**
   * Makes a change from a state, whenever the version entered it.
   *
   * @param artifact the artifact
   * @param number the version
   * @param from the state that the version must be in; if {@code ACTIVE}, it must also have no
   *     references
   * @param to the new state
   * @param at when
   */
  public StateChange(
      ArtifactName artifact, VersionNumber number, VersionState from, VersionState to, Instant at) {
    this(artifact, number, from, null, to, at);
  }

  /** The result of the change. */
  public sealed interface Result {}

  /** This call brought the version to the new state. */
  public record Changed() implements Result {}

  /**
   * The version was not in the old state, had not entered it at the given time, or had references.
   * Nothing changed.
   *
   * @param current the version's state and references
   */
  public record Unchanged(VersionStatus current) implements Result {}
}
