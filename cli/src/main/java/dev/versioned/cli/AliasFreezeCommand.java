package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
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
          "When the freeze ends, such as 2026-12-27T00:00Z or 2026-12-27T08:00+01:00; at most 366 days from now.")
  Instant until;

  @Mixin UpdateOptions update;

  /** Parses a point in time with its offset from UTC. */
  static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Cannot use '"
              + text
              + "' as a point in time: write date, time and offset, such as 2026-12-27T00:00Z",
          e);
    }
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    MoveReport report = new MoveReport();
    return report.answer(target.in(repo).freeze(until, report.hearing(update::addTo)));
  }
}
