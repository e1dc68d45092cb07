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
   * Returns the epoch, which orders before the revision.
   *
   * @return the epoch
   */
  long epoch();

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

  /**
   * Returns the hash of the ledger row of this revision, from which all rows before it can be
   * verified.
   *
   * @return the hash; empty if it was not recorded
   */
  String rowHash();

  /**
   * Returns the signature of this revision.
   *
   * @return the signature, if the mover had a key
   */
  Optional<MoveSignature> signature();

  /** Returns this entry with the hash of its ledger row. */
  AliasEntry withRowHash(String hash);

  /** Returns this entry with a signature. */
  AliasEntry signedBy(MoveSignature signature);

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
   * @param rowHash the hash of the ledger row of this revision
   * @param signature the signature of this revision, if the mover had a key
   */
  record Present(
      Alias alias,
      String moveId,
      long servingRevision,
      long rollbackRevision,
      Optional<Rollout> rollout,
      String rowHash,
      Optional<MoveSignature> signature)
      implements AliasEntry {

    /** Makes the record of an alias without the hash of its ledger row. */
    public Present(
        Alias alias,
        String moveId,
        long servingRevision,
        long rollbackRevision,
        Optional<Rollout> rollout) {
      this(alias, moveId, servingRevision, rollbackRevision, rollout, "", Optional.empty());
    }

    @Override
    public Present withRowHash(String hash) {
      return new Present(
          alias, moveId, servingRevision, rollbackRevision, rollout, hash, signature);
    }

    @Override
    public Present signedBy(MoveSignature by) {
      return new Present(
          alias, moveId, servingRevision, rollbackRevision, rollout, rowHash, Optional.of(by));
    }

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
    public long epoch() {
      return alias.epoch();
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
   * @param epoch the epoch of the deletion
   * @param rowHash the hash of the ledger row of the deletion
   * @param signature the signature of the deletion, if the mover had a key
   */
  record Deleted(
      ArtifactName artifact,
      AliasName name,
      long revision,
      String moveId,
      Instant updatedAt,
      long epoch,
      String rowHash,
      Optional<MoveSignature> signature)
      implements AliasEntry {

    /** Makes the tombstone of an alias without the hash of its ledger row. */
    public Deleted(
        ArtifactName artifact,
        AliasName name,
        long revision,
        String moveId,
        Instant updatedAt,
        long epoch) {
      this(artifact, name, revision, moveId, updatedAt, epoch, "", Optional.empty());
    }

    @Override
    public Deleted withRowHash(String hash) {
      return new Deleted(artifact, name, revision, moveId, updatedAt, epoch, hash, signature);
    }

    @Override
    public Deleted signedBy(MoveSignature by) {
      return new Deleted(
          artifact, name, revision, moveId, updatedAt, epoch, rowHash, Optional.of(by));
    }
  }
}
