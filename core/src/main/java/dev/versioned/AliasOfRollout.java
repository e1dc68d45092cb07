package dev.versioned;

import dev.versioned.rollout.RolloutAlias;
import dev.versioned.spi.AliasEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An alias as its rollouts see it. */
record AliasOfRollout(ArtifactName artifact, AliasName name, Engine engine)
    implements RolloutAlias {

  @Override
  public Optional<AliasEntry.Present> find() {
    return engine.open().catalog().findAlias(artifact, name).flatMap(Listing::present);
  }

  @Override
  public Optional<AliasEntry.Present> change(
      LedgerEntry.Action action, Consumer<AliasUpdate> update, List<Version> meant, Decide decide) {
    AliasUpdate gathered = AliasUpdate.of(update);
    return engine
        .open()
        .mover()
        .change(
            new AliasMover.Wish(
                artifact,
                name,
                action,
                gathered.expectedRevision(),
                meant,
                present ->
                    present
                        .flatMap(p -> decide.of(p, gathered.reason()))
                        .<AliasPlanner.Goal>map(AliasPlanner.Roll::new)
                        .orElseGet(AliasPlanner.Nothing::new)),
            gathered,
            gathered
                .idempotencyKey()
                .map(key -> AliasPlanner.MoveKey.of(key, action, "of a rollout")));
  }
}
