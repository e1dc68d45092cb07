package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
      AliasCommand.ListAll.class,
      AliasCommand.Renew.class,
      AliasOverrideCommand.class,
      AliasFreezeCommand.class,
      AliasUnfreezeCommand.class,
      AliasCommand.Delete.class,
      AliasCommand.History.class
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
        "  versioned alias point checkout DEV '$LATEST'"
      })
  static final class Point extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Parameters(index = "2", paramLabel = "VERSION", description = "A version number, or $LATEST.")
    Target version;

    @Option(names = "--description", paramLabel = "TEXT", description = "The purpose of the alias.")
    @Nullable String description;

    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      MoveReport report = new MoveReport();
      return report.answer(
          target
              .in(repo)
              .pointTo(
                  version,
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
      name = "list",
      description = "List the aliases of an artifact.",
      footer = {"", "Examples:", "  versioned alias list checkout"})
  static final class ListAll extends RepositoryCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
    ArtifactName name;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      Supplier<Stream<Alias>> aliases =
          () ->
              Known.orElse(
                  repo.artifact(name).aliases(), () -> Known.check("list aliases", name, repo));
      Supplier<Stream<?>> fields = () -> aliases.get().map(Fields::of);
      return Answer.of(
          Fields.of("artifact", name, "aliases", fields), () -> aliases.get().map(Alias::toString));
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
      Map<String, Object> fields = Fields.of("artifact", target.name, "deleted", target.alias);
      report.addReplayed(fields, lines);
      report.addEnded(fields, lines);
      return Answer.of(fields, lines::stream);
    }
  }

  /** See the command's description. */
  @Command(
      name = "history",
      description = "List the changes of an alias, by whom and why, newest first.",
      footer = {"", "Examples:", "  versioned alias history checkout LIVE --limit 20"})
  static final class History extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Option(names = "--limit", paramLabel = "N", description = "List no more than N.")
    long limit = Long.MAX_VALUE;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      if (limit < 1) {
        throw misused("--limit must be 1 or more");
      }
      Supplier<Stream<LedgerEntry>> rows =
          () -> Known.orElse(target.in(repo).ledger().limit(limit), () -> checkKnown(repo));
      Supplier<Stream<?>> fields = () -> rows.get().map(Fields::of);
      return Answer.of(
          Fields.of("artifact", target.name, "alias", target.alias, "entries", fields),
          () -> rows.get().map(History::line));
    }

    /** A deleted alias keeps its ledger. */
    private void checkKnown(ArtifactRepository repo) {
      Known.check("list the history", target.name, repo);
      throw new NotFoundException(
          "Cannot list the history of "
              + target.name
              + ":"
              + target.alias
              + ": there is no such alias",
          NotFoundException.Subject.ALIAS);
    }

    private static String line(LedgerEntry e) {
      return String.format(
              Locale.ROOT,
              "%5d  %s  %-14s  %-22s  %s  %s",
              e.revision(),
              e.at().toString(),
              e.action(),
              e.after().map(Routing::toString).orElse("-"),
              e.by(),
              e.reason())
          .stripTrailing();
    }
  }
}
