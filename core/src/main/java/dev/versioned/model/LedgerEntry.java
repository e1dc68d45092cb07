package dev.versioned.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One change of an alias: a row of its append-only history.
 *
 * @param artifact the artifact
 * @param alias the alias
 * @param revision the revision that the change made
 * @param action the kind of change
 * @param before the routing before; empty if the alias did not exist
 * @param after the routing after; empty if the alias was deleted
 * @param by who made the change
 * @param reason the reason; empty if none was given
 * @param at when, by the clock of the process that made the change, but never earlier than the
 *     previous revision
 */
public record LedgerEntry(
    ArtifactName artifact,
    AliasName alias,
    long revision,
    Action action,
    Optional<Routing> before,
    Optional<Routing> after,
    String by,
    String reason,
    Instant at) {
  /**
   * Makes the value.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param revision the revision that the change made
   * @param action the kind of change
   * @param before the routing before; empty if the alias did not exist
   * @param after the routing after; empty if the alias was deleted
   * @param by who made the change
   * @param reason the reason; empty if none was given
   * @param at when, by the clock of the process that made the change, but never earlier than the
   *     previous revision
   */
  public LedgerEntry {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(at, "at");
  }

  /** A kind of change of an alias. */
  public enum Action {
    /** It was created. */
    CREATE,
    /** Its routing changed. */
    MOVE,
    /** Keys were overridden, or their overrides cleared; the weights stayed. */
    OVERRIDE,
    /** Its canary became the primary, by hand or at the end of a rollout. */
    PROMOTE,
    /** It was moved back to what served before, by hand, or because a rollout failed. */
    ROLLBACK,
    /** A rollout was started; no traffic moved yet. */
    ROLLOUT_START,
    /** A rollout made a step. */
    ROLLOUT_STEP,
    /** A rollout was paused. */
    ROLLOUT_PAUSE,
    /** A paused rollout was resumed. */
    ROLLOUT_RESUME,
    /** A step of a rollout was made by hand, before it was due. */
    ROLLOUT_ADVANCE,
    /** A rollout may pass the weight at which it waits for an approval. */
    ROLLOUT_APPROVE,
    /** It was frozen until some time. */
    FREEZE,
    /** Its freeze was lifted before its end. */
    UNFREEZE,
    /** Its description was changed. */
    DESCRIBE,
    /** It was deleted. */
    DELETE
  }
}
