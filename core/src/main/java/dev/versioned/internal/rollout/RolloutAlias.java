package dev.versioned.internal.rollout;

import dev.versioned.internal.alias.AliasMover;
import dev.versioned.internal.alias.ChangeRequest;
import dev.versioned.internal.alias.Goal;
import dev.versioned.internal.alias.MoveKey;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The alias that a rollout moves: reads it, and moves it. */
record RolloutAlias(
    ArtifactName artifact, AliasName name, Catalog catalog, AliasMover mover, Settings settings) {

  /** Decides the next state of the rollout. */
  @FunctionalInterface
  interface Decide {

    /**
     * Decides.
     *
     * @param present the alias
     * @return the next state; nothing if the alias stays as it is
     */
    Optional<Rollout> of(AliasEntry.Present present);
  }

  /** Reads the alias, strongly consistent. */
  Optional<AliasEntry.Present> find() {
    return catalog.findAlias(artifact, name).flatMap(AliasEntry::present);
  }

  /** Reads the rollout under way, or the last one. */
  Optional<RolloutStatus> findStatus() {
    return find()
        .flatMap(
            present ->
                present.rollout().map(rollout -> new RolloutStatus(present.alias(), rollout)));
  }

  /** Reads the rollout under way, or the last one, or fails. */
  RolloutStatus status(String verb) {
    return findStatus().orElseThrow(() -> noRollout(verb, null));
  }

  /** Returns the rollout of an alias that has one. */
  static RolloutStatus status(AliasEntry.Present present) {
    return new RolloutStatus(present.alias(), present.rollout().orElseThrow());
  }

  /**
   * Reads the alias, decides, and moves it to the decided state of the rollout, in one transaction
   * that is fenced by the revision read; starts over if another change wins.
   *
   * @param meant the versions that the caller passed, each of which must be the stored one
   * @param decide called again each time another change won
   * @return the alias as this call wrote it; nothing if it stayed as it was, or does not exist
   */
  Optional<AliasEntry.Present> change(
      LedgerEntry.Action action, ChangeRequest request, List<Version> meant, Decide decide) {
    return change(
        action,
        request,
        request.idempotencyKey().map(key -> MoveKey.of(key, action, "of a rollout")),
        meant,
        decide);
  }

  /** Changes the alias under a key, as {@link #change} does. */
  Optional<AliasEntry.Present> change(
      LedgerEntry.Action action,
      ChangeRequest request,
      Optional<MoveKey> key,
      List<Version> meant,
      Decide decide) {
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
        key);
  }

  /** Returns the rollout under way, or fails. */
  Rollout underWay(String verb, AliasEntry.Present present) {
    Rollout rollout = present.rollout().orElse(null);
    if (rollout == null || rollout.isOver()) {
      throw noRollout(verb, rollout);
    }
    return rollout;
  }

  /** Returns the time by this process's clock, never before the alias was last changed. */
  Instant now(AliasEntry.Present present) {
    return now(present.updatedAt());
  }

  /** Returns the time by this process's clock, never before {@code last}. */
  Instant now(Instant last) {
    Instant now = settings.environment().now();
    return now.isBefore(last) ? last : now;
  }

  NotFoundException noAlias(String verb) {
    return new NotFoundException(
        "Cannot " + verb + " " + this + ": there is no such alias",
        NotFoundException.Subject.ALIAS);
  }

  NotFoundException noRollout(String verb, @Nullable Rollout last) {
    return new NotFoundException(
        "Cannot "
            + verb
            + " the rollout of "
            + this
            + ": there is none under way"
            + (last == null
                ? ""
                : "; the last one, to version "
                    + last.plan().version()
                    + ", was "
                    + last.state()
                    + " at "
                    + last.changedAt()),
        NotFoundException.Subject.ROLLOUT);
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return artifact + ":" + name;
  }
}
