package dev.versioned;

import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutAlias;
import dev.versioned.spi.AliasEntry;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** An alias as its rollouts see it. */
record AliasOfRollout(ArtifactName artifact, AliasName name, Engine engine)
    implements RolloutAlias {

  @Override
  public Optional<AliasEntry.Present> find() {
    return engine.catalog().findAlias(artifact, name).flatMap(Listing::present);
  }

  @Override
  public Optional<AliasEntry.Present> change(
      LedgerEntry.Action action,
      Consumer<AliasUpdate> update,
      Function<AliasEntry.Present, Optional<Rollout>> decide) {
    AliasUpdate gathered = new AliasUpdate();
    update.accept(gathered);
    return engine
        .mover()
        .change(
            new AliasMover.Wish(
                artifact,
                name,
                action,
                gathered.expectedRevision(),
                present ->
                    present
                        .flatMap(decide)
                        .<AliasPlanner.Goal>map(AliasPlanner.Roll::new)
                        .orElseGet(AliasPlanner.Nothing::new)),
            gathered);
  }
}
