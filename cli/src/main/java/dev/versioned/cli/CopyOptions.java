package dev.versioned.cli;

import dev.versioned.RepositoryCopy;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that exports, imports and copies have in common, and their answer. */
final class CopyOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--artifact",
      paramLabel = "NAME",
      description = "Only this artifact; may be repeated. Default: all.")
  List<ArtifactName> artifacts = new ArrayList<>();

  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      description = "Only artifacts whose names start with this text.")
  @Nullable String prefix;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "Only this alias of each artifact; may be repeated. Default: all.")
  List<AliasName> aliases = new ArrayList<>();

  @Option(names = "--no-aliases", description = "Versions only, without any alias.")
  boolean noAliases;

  /** Returns whether all artifacts are wanted. */
  boolean wantsAll() {
    return artifacts.isEmpty() && prefix == null;
  }

  /** Returns whether an artifact is wanted. */
  boolean wants(ArtifactName artifact) {
    return (artifacts.isEmpty() || artifacts.contains(artifact))
        && (prefix == null || artifact.value().startsWith(prefix));
  }

  /** Runs a copy; its answer begins with {@code where}. */
  Answer run(RepositoryCopy all, Map<String, Object> where, String verb, Session session) {
    if (noAliases && !aliases.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--no-aliases does not go with --alias: say which are wanted");
    }
    RepositoryCopy copy = artifacts.isEmpty() ? all : all.only(artifacts);
    copy = prefix == null ? copy : copy.startingWith(prefix);
    copy = aliases.isEmpty() ? copy : copy.withAliases(aliases);
    copy = noAliases ? copy.withoutAliases() : copy;
    CopyReport report;
    try (CopyProgress progress = CopyProgress.of(session)) {
      report = copy.onProgress(progress::show).run();
    }
    Map<String, Object> json = new LinkedHashMap<>(where);
    json.putAll(
        Fields.of(
            "artifacts",
            report.artifacts(),
            "versions",
            report.versions(),
            "versionsSkipped",
            report.versionsSkipped(),
            "bytes",
            report.bytes(),
            "bytesSkipped",
            report.bytesSkipped(),
            "aliases",
            report.aliases(),
            "ledgerRows",
            report.ledgerRows(),
            "keys",
            report.keys(),
            "recordsSkipped",
            report.recordsSkipped()));
    return Answer.of(
        json,
        verb
            + " "
            + count(report.artifacts(), "artifact")
            + ": "
            + count(report.versions(), "version")
            + " ("
            + report.bytes()
            + " bytes), "
            + report.versionsSkipped()
            + " existed; "
            + (report.aliases() == 1 ? "1 alias" : report.aliases() + " aliases")
            + ", "
            + count(report.ledgerRows(), "ledger row")
            + ", "
            + count(report.keys(), "key")
            + ", "
            + report.recordsSkipped()
            + " existed");
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
