package dev.versioned.rollout;

import dev.versioned.AliasName;
import dev.versioned.AliasUpdate;
import dev.versioned.ArtifactName;
import dev.versioned.LedgerEntry;
import dev.versioned.Version;
import dev.versioned.spi.AliasEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The alias that a rollout moves: how the library joins {@link RolloutHandle} to {@link
 * dev.versioned.AliasHandle}. Not for users to implement.
 */
public interface RolloutAlias {

  /**
   * Returns the artifact's name.
   *
   * @return the artifact
   */
  ArtifactName artifact();

  /**
   * Returns the alias's name.
   *
   * @return the alias
   */
  AliasName name();

  /**
   * Reads the alias, strongly consistent.
   *
   * @return what is there, unless it was deleted
   */
  Optional<AliasEntry.Present> find();

  /**
   * Reads the alias, decides, and moves it to what the rollout decided on says, in one transaction
   * that is fenced by the revision read; starts over if another change wins.
   *
   * @param action what to call it in the ledger
   * @param update who and why, and the revision expected
   * @param meant the versions that the caller handed over, each of which must be the one here
   * @param decide the rollout to go on with; asked again each time another change won
   * @return the alias as this call wrote it; nothing if nothing was done, or the alias is not there
   */
  Optional<AliasEntry.Present> change(
      LedgerEntry.Action action, Consumer<AliasUpdate> update, List<Version> meant, Decide decide);

  /** Says what becomes of the rollout. */
  @FunctionalInterface
  interface Decide {

    /**
     * Decides.
     *
     * @param present the alias
     * @param reason why it is changed, as the caller says
     * @return the rollout to go on with, or nothing if nothing is to be done
     */
    Optional<Rollout> of(AliasEntry.Present present, String reason);
  }
}
