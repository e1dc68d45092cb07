package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** See the command's description. */
@Command(
    name = "approve",
    description = {
      "Approve the rollout at the weight at which it waits, so that it may go on.",
      "No traffic moves by this; the next tick makes the step when it is due."
    },
    footer = {
      "",
      "Examples:",
      "  versioned rollout approve checkout LIVE --actor ada --reason \"numbers are right\""
    })
final class RolloutApproveCommand extends RepositoryCommand {
  @Mixin AliasTarget target;
  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    return RolloutCommand.told(target.in(repo).rollout().approve(update::addTo));
  }
}
