package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.AliasName;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves, reads and lists aliases. */
@Command(
    name = "alias",
    description = "Move, read and list aliases.",
    subcommands = {
      AliasCommand.Point.class,
      AliasCommand.Split.class,
      AliasCommand.Promote.class,
      RollbackCommand.class,
      AliasShowCommand.class,
      AliasListCommand.class,
      AliasCommand.Renew.class,
      AliasOverrideCommand.class,
      AliasFreezeCommand.class,
      AliasUnfreezeCommand.class,
      AliasCommand.Delete.class,
      AliasHistoryCommand.class
    },
    footer = {"", "Examples:", "  versioned alias point checkout LIVE 7"})
final class AliasCommand {
  private AliasCommand() {}

  /** See the command's description. */
  @Command(
      name = "point",
      description = "Give all traffic to one version; creates the alias if it does not exist.",
      footer = {
        "",
        "Examples:",
        "  versioned alias point checkout LIVE 7 --reason \"first release\"",
        "  versioned alias point checkout PRD TST --reason \"tested\"",
        "  versioned alias point checkout DEV '$LATEST'"
      })
  static final class Point extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Parameters(
        index = "2",
        paramLabel = "VERSION",
        description = {
          "A version number, $LATEST, or another alias of the artifact: the version that has all its"
              + " traffic."
        })
    Qualifier version;

    @Option(names = "--description", paramLabel = "TEXT", description = "The purpose of the alias.")
    @Nullable String description;

    @Mixin UpdateOptions update;

    /** A split has no one version: which of them was tested is not known. */
    private Target served(ArtifactRepository repo, AliasName other) {
      Routing routing = repo.artifact(target.name).alias(other).read().routing();
      if (!routing.additional().isEmpty()) {
        throw misused(
            "Cannot point "
                + target.name
                + ":"
                + target.alias
                + " to what "
                + other
                + " serves: it splits its traffic, "
                + routing
                + "; name a version");
      }
      return routing.primary();
    }

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      MoveReport report = new MoveReport();
      Target meant = version instanceof AliasName other ? served(repo, other) : (Target) version;
      return report.answer(
          target
              .in(repo)
              .pointTo(
                  meant,
                  report.hearing(
                      u -> {
                        update.addTo(u);
                        if (description != null) {
                          u.description(description);
                        }
                      })));
    }
  }

  /** See the command's description. */
  @Command(
      name = "split",
      description =
          "Split the traffic: each additional version gets its share, the first the rest.",
      footer = {
        "",
        "Examples:",
        "  versioned alias split checkout LIVE 7 8=10%%",
        "  versioned alias split checkout LIVE 7 8=10%% 9=0.5%% --expect-revision 12"
      })
  static final class Split extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Parameters(index = "2", paramLabel = "VERSION", description = "The primary version.")
    VersionNumber primary;

    @Parameters(
        index = "3..*",
        arity = "1..*",
        paramLabel = "VERSION=WEIGHT",
        description = "An additional version and its share, such as 8=10%% or 8=25bp.")
    List<String> shares;

    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      MoveReport report = new MoveReport();
      return report.answer(
          target
              .in(repo)
              .moveTo(Routing.weighted(primary, weights(shares)), report.hearing(update::addTo)));
    }

    static Map<VersionNumber, Weight> weights(List<String> shares) {
      Map<VersionNumber, Weight> weights = new TreeMap<>();
      for (String share : shares) {
        int equals = share.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException(
              "Cannot use '" + share + "' as a share: write version=weight, such as 8=10%");
        }
        VersionNumber version = VersionNumber.parse(share.substring(0, equals));
        if (weights.put(version, Weight.parse(share.substring(equals + 1))) != null) {
          throw new IllegalArgumentException(
              "Cannot split: version " + version + " is named twice");
        }
      }
      return weights;
    }
  }

  /** See the command's description. */
  @Command(
      name = "promote",
      description = "Make the canary, the one additional version, the primary of all traffic.",
      footer = {
        "",
        "Examples:",
        "  versioned alias promote checkout LIVE --reason \"canary was healthy\""
      })
  static final class Promote extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      MoveReport report = new MoveReport();
      return report.answer(target.in(repo).promote(report.hearing(update::addTo)));
    }
  }

  /** See the command's description. */
  @Command(
      name = "renew",
      description = {
        "Write the alias again as it is, signed with --sign-key.",
        "For readers whose trust policy demands moves that are not too old; run it on a schedule."
      },
      footer = {"", "Examples:", "  versioned alias renew checkout LIVE --sign-key deploy.pem"})
  static final class Renew extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      MoveReport report = new MoveReport();
      return report.answer(target.in(repo).renew(report.hearing(update::addTo)));
    }
  }

  /** See the command's description. */
  @Command(
      name = "delete",
      description =
          "Delete an alias; its versions are no longer protected by it. Its ledger stays.",
      footer = {"", "Examples:", "  versioned alias delete checkout BETA"})
  static final class Delete extends RepositoryCommand {
    @Mixin AliasTarget target;
    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      // Also for an alias that was deleted before: a repeated job gets the same answer.
      boolean existed = target.in(repo).ledger().findFirst().isPresent();
      MoveReport report = new MoveReport();
      target.in(repo).delete(report.hearing(update::addTo));
      if (!existed) {
        return Answer.of(
            Fields.of("artifact", target.name, "deleted", null),
            "alias " + target.name + ":" + target.alias + " does not exist, nothing was deleted");
      }
      List<String> lines = new ArrayList<>();
      lines.add("deleted alias " + target.name + ":" + target.alias);
      report.addChange(lines);
      Map<String, Object> fields = Fields.of("artifact", target.name, "deleted", target.alias);
      report.addReplayed(fields, lines);
      report.addEnded(fields, lines);
      return Answer.of(fields, lines::stream);
    }
  }
}
