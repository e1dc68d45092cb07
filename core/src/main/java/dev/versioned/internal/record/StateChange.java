package dev.versioned.internal.record;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step in a version's life: deletion, restoration, expiry.
 *
 * @param artifact the artifact
 * @param number the version
 * @param from the state it must be in; from {@code ACTIVE} it must also be free of references
 * @param since the time at which it must have come to that state; null if it does not matter
 * @param to the state it comes to
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
   * Makes a step from a state, whenever it was come to.
   *
   * @param artifact the artifact
   * @param number the version
   * @param from the state it must be in; from {@code ACTIVE} it must also be free of references
   * @param to the state it comes to
   * @param at when
   */
  public StateChange(
      ArtifactName artifact, VersionNumber number, VersionState from, VersionState to, Instant at) {
    this(artifact, number, from, null, to, at);
  }

  /** What came of the step. */
  public sealed interface Result {}

  /** The version is in the new state, by this call. */
  public record Changed() implements Result {}

  /**
   * The version was not in the old state, not since then, or was referred to. Nothing changed.
   *
   * @param current the version's state and references
   */
  public record Unchanged(VersionStatus current) implements Result {}
}
