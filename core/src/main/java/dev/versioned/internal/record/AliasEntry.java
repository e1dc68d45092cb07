package dev.versioned.internal.record;

import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.rollout.Rollout;
import java.time.Instant;
import java.util.Optional;

/** What the catalog keeps under an alias's name. */
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
   * Returns the revision, which goes up by one at every change, deletion and creation included.
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
   * @param servingRevision the revision that first brought the routing that serves
   * @param rollbackRevision the revision whose routing a rollback brings back, 0 if there is none
   * @param rollout the rollout under way, or the last one there was since the alias was created
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
   * What stays of a deleted alias, so that its revisions go on if it is created again.
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
