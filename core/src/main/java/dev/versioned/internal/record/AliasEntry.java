package dev.versioned.internal.record;

import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.rollout.Rollout;
import java.time.Instant;
import java.util.Optional;

/** The record under an alias's name: the alias, or the tombstone of a deleted one. */
public sealed interface AliasEntry {

  /**
   * Returns the artifact.
   *
   * @return the artifact
   */
  ArtifactName artifact();

  /**
   * Returns the alias's name.
   *
   * @return the name
   */
  AliasName name();

  /**
   * Returns the revision, which goes up by one at every change, including deletion and creation.
   *
   * @return the revision
   */
  long revision();

  /**
   * Returns when this entry was written.
   *
   * @return the time of the revision
   */
  Instant updatedAt();

  /**
   * Returns the id of the move that wrote this entry.
   *
   * @return the move's id
   */
  String moveId();

  /** Returns the alias, unless it was deleted. */
  default Optional<Present> present() {
    return this instanceof Present present ? Optional.of(present) : Optional.empty();
  }

  /**
   * An alias.
   *
   * @param alias the alias
   * @param moveId the move that wrote it
   * @param servingRevision the revision that introduced the current routing
   * @param rollbackRevision the revision whose routing a rollback restores, 0 if there is none
   * @param rollout the current rollout, or the last one since the alias was created
   */
  record Present(
      Alias alias,
      String moveId,
      long servingRevision,
      long rollbackRevision,
      Optional<Rollout> rollout)
      implements AliasEntry {

    /** Returns the rollout, unless it has ended. */
    public Optional<Rollout> rolloutUnderWay() {
      return rollout.filter(last -> !last.isOver());
    }

    @Override
    public ArtifactName artifact() {
      return alias.artifact();
    }

    @Override
    public AliasName name() {
      return alias.name();
    }

    @Override
    public long revision() {
      return alias.revision();
    }

    @Override
    public Instant updatedAt() {
      return alias.updatedAt();
    }
  }

  /**
   * The tombstone of a deleted alias, so that its revisions continue if it is created again.
   *
   * @param artifact the artifact
   * @param name the alias's name
   * @param revision the revision of the deletion
   * @param moveId the move that deleted it
   * @param updatedAt when it was deleted
   */
  record Deleted(
      ArtifactName artifact, AliasName name, long revision, String moveId, Instant updatedAt)
      implements AliasEntry {}
}
