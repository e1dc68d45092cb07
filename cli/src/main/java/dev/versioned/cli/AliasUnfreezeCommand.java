package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** See the command's description. */
@Command(
    name = "unfreeze",
    description = "Lift the freeze of an alias before its end.",
    footer = {
      "",
      "Examples:",
      "  versioned alias unfreeze checkout LIVE --reason \"holidays are over\""
    })
final class AliasUnfreezeCommand extends RepositoryCommand {
  @Mixin AliasTarget target;
  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    MoveReport report = new MoveReport();
    return report.answer(target.in(repo).unfreeze(report.hearing(update::addTo)));
  }
}
