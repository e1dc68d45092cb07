package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** See the command's description. */
@Command(
    name = "freeze",
    description = {
      "Refuse every move of an alias until a time, unless it is made with --break-freeze.",
      "A rollout under way waits; it still goes back if its check finds the new version unhealthy."
    },
    footer = {
      "",
      "Examples:",
      "  versioned alias freeze checkout LIVE --until 2026-12-27T00:00Z --reason \"holidays\""
    })
final class AliasFreezeCommand extends RepositoryCommand {
  @Mixin AliasTarget target;

  @Option(
      names = "--until",
      required = true,
      paramLabel = "TIME",
      description =
          "When the freeze ends, such as 2026-12-27T00:00Z or 2026-12-27T08:00+01:00, or how long it lasts, such as 12h or 7d; at most 366 days from now.")
  Moment until;

  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    MoveReport report = new MoveReport();
    return report.answer(target.in(repo).freeze(until.ahead(), report.hearing(update::addTo)));
  }
}
