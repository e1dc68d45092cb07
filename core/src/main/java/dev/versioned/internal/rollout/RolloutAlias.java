package dev.versioned.internal.rollout;

import dev.versioned.internal.alias.AliasMover;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.alias.Goal;
import dev.versioned.internal.alias.MoveKey;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import dev.versioned.rollout.Rollout;
import java.util.List;
import java.util.Optional;

/** The alias that a rollout moves. */
public record RolloutAlias(
    ArtifactName artifact, AliasName name, Catalog catalog, AliasMover mover) {

  /** Decides what becomes of the rollout. */
  @FunctionalInterface
  public interface Decide {

    /**
     * Decides.
     *
     * @param present the alias
     * @return the rollout to go on with, or nothing if nothing is to be done
     */
    Optional<Rollout> of(AliasEntry.Present present);
  }

  /** Reads the alias, strongly consistent. */
  public Optional<AliasEntry.Present> find() {
    return catalog.findAlias(artifact, name).flatMap(AliasEntry::present);
  }

  /**
   * Reads the alias, decides, and moves it as the rollout decided on says, in one transaction that
   * is fenced by the revision read; starts over if another change wins.
   *
   * @param meant the versions that the caller passed, each of which must be the stored one
   * @param decide asked again each time another change won
   * @return the alias as this call wrote it; nothing if nothing was done, or it does not exist
   */
  public Optional<AliasEntry.Present> change(
      LedgerEntry.Action action, ChangeRequest request, List<Version> meant, Decide decide) {
    return mover.change(
        new AliasMover.Wish(
            artifact,
            name,
            action,
            request.expectedRevision(),
            meant,
            present ->
                present.flatMap(decide::of).<Goal>map(Goal.Roll::new).orElseGet(Goal.Nothing::new)),
        request,
        request.idempotencyKey().map(key -> MoveKey.of(key, action, "of a rollout")));
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return artifact + ":" + name;
  }
}
