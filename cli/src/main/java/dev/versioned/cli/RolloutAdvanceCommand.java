package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.RolloutHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** See the command's description. */
@Command(
    name = "advance",
    description = {
      "Make the next step now, whether or not it is due; after the last step, promote.",
      "Asks no gate, runs no command. It passes no weight that waits for an approval."
    },
    footer = {
      "",
      "Examples:",
      "  versioned rollout advance checkout LIVE --reason \"looks well\"",
      "  versioned rollout advance checkout LIVE --to-end --reason \"fixes the outage\""
    })
final class RolloutAdvanceCommand extends RepositoryCommand {
  @Mixin AliasTarget target;

  @Option(
      names = "--to-end",
      description = "Leave out the steps that remain and the bake time, and promote.")
  boolean toEnd;

  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    RolloutHandle rollout = target.in(repo).rollout();
    return RolloutCommand.told(
        toEnd ? rollout.advanceToEnd(update::addTo) : rollout.advance(update::addTo));
  }
}
