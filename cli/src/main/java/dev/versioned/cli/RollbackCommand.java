package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.AliasUpdate;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.EarlierRouting;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores the previous routing. */
@Command(
    name = "rollback",
    description = {
      "Bring back the routing that served before; once more, the one before that. A rollout counts"
          + " as one change.",
      "What served before may be a split: --dry-run says what would serve, and --to-revision goes"
          + " farther back in one move."
    },
    footer = {
      "",
      "Examples:",
      "  versioned alias rollback checkout LIVE --reason \"support calls\"",
      "  versioned alias rollback checkout LIVE --dry-run",
      "  versioned alias rollback checkout LIVE --away-from 8 --reason \"support calls\"",
      "  versioned alias rollback checkout LIVE --to-revision 4 --reason \"support calls\""
    })
final class RollbackCommand extends RepositoryCommand {
  private static final int LISTED = 10;

  @Mixin AliasTarget target;

  @Option(
      names = "--to-revision",
      paramLabel = "N",
      description = "Go back to what this revision brought, as so many rollbacks in a row would.")
  @Nullable Long revision;

  @Option(
      names = "--away-from",
      paramLabel = "VERSION",
      description =
          "Go back to the nearest routing that gave this version no traffic; change nothing if it has"
              + " none.")
  @Nullable VersionNumber bad;

  @Option(
      names = "--dry-run",
      description =
          "Show what would serve, and what further rollbacks would restore; change nothing.")
  boolean dryRun;

  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    AliasHandle alias = target.in(repo);
    if (bad != null) {
      if (revision != null) {
        throw misused("Cannot roll back with --away-from and --to-revision: give one of them");
      }
      Alias now = alias.read();
      if (now.routing().weightOf(bad).basisPoints() == 0) {
        return Answer.of(
            Fields.of("alias", Fields.of(now), "before", Fields.of(now.routing())),
            alias + " gives version " + bad + " no traffic; nothing was changed");
      }
      revision = without(alias, bad);
      if (update.expectedRevision == null) {
        // Another move since then may have made another routing the nearest.
        update.expectedRevision = now.revision();
      }
    }
    return dryRun ? plan(alias) : rollBack(alias);
  }

  private static long without(AliasHandle alias, VersionNumber version) {
    return alias
        .rollbacks()
        .filter(earlier -> earlier.routing().weightOf(version).basisPoints() == 0)
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot roll back alias "
                        + alias
                        + " away from version "
                        + version
                        + ": no earlier routing gave it no traffic; use versioned alias point",
                    NotFoundException.Subject.ROUTING))
        .revision();
  }

  private Answer rollBack(AliasHandle alias) {
    MoveReport report = new MoveReport();
    Consumer<AliasUpdate> hearing = report.hearing(update::addTo);
    Alias after = revision == null ? alias.rollback(hearing) : alias.rollbackTo(revision, hearing);
    Routing before = report.change().flatMap(made -> made.entry().before()).orElse(after.routing());
    List<String> lines = new ArrayList<>();
    lines.add(after.toString());
    if (!report.isReplay()) {
      report.addChange(lines);
      lines.addAll(
          RollbackAdvice.of(before, after.routing(), alias.rollbacks())
              .lines(alias, after.routing()));
    }
    Map<String, Object> fields = Fields.of("alias", Fields.of(after), "before", Fields.of(before));
    report.addChange(fields);
    report.addReplayed(fields, lines);
    report.addEnded(fields, lines);
    return Answer.of(fields, lines::stream);
  }

  private Answer plan(AliasHandle alias) {
    Alias now = alias.read();
    Long expected = update.expectedRevision;
    if (expected != null && expected != now.revision()) {
      throw new RevisionConflictException(
          "Cannot roll back alias "
              + alias
              + ": it is at revision "
              + now.revision()
              + ", not "
              + expected
              + " as expected; read the alias again, then decide",
          expected,
          now.revision());
    }
    Long farthest = revision;
    List<EarlierRouting> earlier =
        alias
            .rollbacks()
            .dropWhile(routing -> farthest != null && routing.revision() > farthest)
            .limit(LISTED)
            .toList();
    if (earlier.isEmpty() || (farthest != null && earlier.get(0).revision() != farthest)) {
      throw new NotFoundException(
          "Cannot roll back alias "
              + alias
              + ": "
              + (farthest == null
                  ? "nothing else served before"
                  : "no rollback restores revision " + farthest),
          NotFoundException.Subject.ROUTING);
    }
    Routing next = earlier.get(0).routing();
    List<String> lines = new ArrayList<>();
    lines.add(
        "would roll back "
            + alias
            + " from revision "
            + now.revision()
            + ": "
            + now.routing()
            + " -> "
            + earlier.get(0));
    lines.addAll(RollbackAdvice.of(now.routing(), next, alias.rollbacks()).lines(alias, next));
    earlier.stream().skip(1).forEach(routing -> lines.add("before that: " + routing));
    return Answer.of(
        Fields.of(
            "alias",
            Fields.of(now),
            "dryRun",
            true,
            "rollbacks",
            earlier.stream()
                .map(e -> Fields.of("revision", e.revision(), "routing", Fields.of(e.routing())))
                .toList()),
        lines::stream);
  }
}
