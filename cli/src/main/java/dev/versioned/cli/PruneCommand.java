package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.Prune;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Verdict;
import dev.versioned.model.ArtifactName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes versions by rule. */
@Command(
    name = "prune",
    description = {
      "Delete the versions that no rule keeps. The newest version and those that an alias points to"
          + " are always kept; restore brings back what gc has not removed."
    },
    footer = {
      "",
      "Examples:",
      "  versioned prune checkout --keep-last 20 --older-than 90d --dry-run",
      "  versioned prune checkout --keep-last 20 --keep-in-ledger 50 --keep-labelled release"
    })
final class PruneCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Option(names = "--keep-last", paramLabel = "N", description = "Keep the N newest versions.")
  @Nullable Integer keepLast;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Delete only older versions, such as 90d.")
  @Nullable Duration olderThan;

  @Option(
      names = "--keep-in-ledger",
      paramLabel = "N",
      description = "Keep versions named in the last N ledger rows of any alias.")
  @Nullable Integer inLedger;

  @Option(
      names = "--keep-labelled",
      paramLabel = "NAME[=VALUE]",
      description = "Keep versions with this metadata; may be repeated.")
  List<String> labelled = new ArrayList<>();

  @Option(names = "--in-use-only", description = "Keep only the versions that are always kept.")
  boolean inUseOnly;

  @Option(
      names = "--unless-served",
      description = "Keep the versions that a process reports to serve.")
  boolean unlessServed;

  @Option(
      names = "--dry-run",
      description = "Show what would be deleted and why, and delete nothing.")
  boolean dryRun;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Prune rules = repo.artifact(name).prune(retention());
    Prune prune = unlessServed ? rules.keepingServed() : rules;
    if (dryRun) {
      Supplier<Stream<Verdict>> plan =
          () -> Known.orElse(prune.plan(), () -> Known.check("prune versions", name, repo));
      Supplier<Stream<?>> verdicts =
          () ->
              plan.get()
                  .map(
                      v ->
                          Fields.of(
                              "version",
                              v.version().id().toString(),
                              "fate",
                              v.fate(),
                              "reason",
                              v.reason()));
      return Answer.of(
          Fields.of("artifact", name, "dryRun", true, "verdicts", verdicts),
          () -> plan.get().map(Verdict::toString));
    }
    PruneReport report = prune.run();
    if (report.kept() == 0 && report.deleted().isEmpty() && report.failures().isEmpty()) {
      Known.check("prune versions", name, repo);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "deleted "
            + report.deleted().size()
            + " versions of "
            + name
            + " ("
            + report.deletedBytes()
            + " bytes), kept "
            + report.kept());
    report.cameIntoUse().forEach(v -> lines.add("came into use in the meantime: " + v.number()));
    report.failures().forEach(f -> lines.add("failed: " + Wording.ofCommand(f.toString())));
    return Answer.of(
            Fields.of(
                "artifact",
                name,
                "dryRun",
                false,
                "kept",
                report.kept(),
                "deleted",
                report.deleted().stream().map(v -> v.number().toString()).toList(),
                "deletedBytes",
                report.deletedBytes(),
                "cameIntoUse",
                report.cameIntoUse().stream().map(v -> v.number().toString()).toList(),
                "failures",
                report.failures().stream().map(f -> Wording.ofCommand(f.toString())).toList()),
            lines::stream)
        .exit(report.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED);
  }

  private Retention retention() {
    List<Retention> rules = new ArrayList<>();
    if (keepLast != null) {
      rules.add(Retention.newest(keepLast));
    }
    if (olderThan != null) {
      rules.add(Retention.newerThan(olderThan));
    }
    if (inLedger != null) {
      rules.add(Retention.inLedger(inLedger));
    }
    for (String label : labelled) {
      int equals = label.indexOf('=');
      rules.add(
          equals < 0
              ? Retention.labelled(label)
              : Retention.labelled(label.substring(0, equals), label.substring(equals + 1)));
    }
    if (inUseOnly == !rules.isEmpty()) {
      throw misused(
          "say what to keep: --keep-last, --older-than, --keep-in-ledger, --keep-labelled, or"
              + " --in-use-only alone");
    }
    return rules.stream().reduce(Retention::or).orElseGet(Retention::inUseOnly);
  }
}
