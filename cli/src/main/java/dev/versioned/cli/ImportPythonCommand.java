package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.s3dynamo.python.PythonExamination;
import dev.versioned.s3dynamo.python.PythonFault;
import dev.versioned.s3dynamo.python.PythonRepository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Imports a repository of Python's package {@code versioned}. */
@Command(
    name = "import-python",
    description = {
      "Import a repository of Python's package 'versioned', of either kind: with a table, or in S3",
      "alone. What is broken in it is listed and left out (exit code 5); all else is imported.",
      "Region, profile and endpoint are those of the target if no others are given."
    },
    footer = {
      "",
      "Examples:",
      "  versioned import-python --from-bucket old --from-table versioned-artifacts --dry-run",
      "  versioned import-python --from-bucket old --from-prefix releases --from-suffix .zip"
    })
final class ImportPythonCommand extends RepositoryCommand {
  @Option(
      names = "--from-bucket",
      required = true,
      paramLabel = "NAME",
      description = "The bucket of the Python repository.")
  String bucket;

  @Option(
      names = "--from-table",
      paramLabel = "NAME",
      description = "Its table; without it, it is a repository in S3 alone.")
  @Nullable String table;

  @Option(
      names = "--from-prefix",
      paramLabel = "FOLDERS",
      description = "Its s3_prefix; default: versioned-artifacts.")
  @Nullable String prefix;

  @Option(names = "--from-suffix", paramLabel = "TEXT", description = "Its suffix; default: none.")
  @Nullable String suffix;

  @Option(
      names = "--from-expected-bucket-owner",
      paramLabel = "ACCOUNT",
      description = "The account that must own its bucket; default: not checked.")
  @Nullable String expectedBucketOwner;

  @Option(names = "--from-region", paramLabel = "ID", description = "Its region.")
  @Nullable String region;

  @Option(
      names = "--from-profile",
      paramLabel = "NAME",
      description = "The profile with access to it.")
  @Nullable String profile;

  @Option(
      names = "--from-endpoint-url",
      paramLabel = "URL",
      description = "Its endpoint, if not AWS.")
  @Nullable String endpointUrl;

  @Option(
      names = "--dry-run",
      description = "Read all of it, bytes too, and list what is broken; import nothing.")
  boolean dryRun;

  @Mixin CopyOptions options = new CopyOptions();

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    try (PythonRepository python = open(session)) {
      PythonExamination found =
          options.wantsAll() ? python.examine() : python.examine(options::wants);
      Map<String, Object> where = new LinkedHashMap<>();
      where.put("bucket", bucket);
      where.put("dryRun", dryRun);
      where.put("faults", found.faults().stream().map(ImportPythonCommand::json).toList());
      Answer answer =
          dryRun
              ? planned(found, where)
              : options.run(repo.importForeign(found.artifacts()), where, "imported", session);
      return Answer.ofRows(
              answer.json(),
              () ->
                  Stream.concat(
                      found.faults().stream().map(PythonFault::toString).map(Row::of),
                      answer.text().get()))
          .exit(found.faults().isEmpty() ? ExitCode.DONE : ExitCode.INTEGRITY);
    }
  }

  private PythonRepository open(Session session) {
    Map<String, @Nullable String> source = new LinkedHashMap<>();
    source.put("bucket", bucket);
    source.put("prefix", null);
    source.put("expected-bucket-owner", expectedBucketOwner);
    CopyCommand.put(source, "region", region);
    CopyCommand.put(source, "profile", profile);
    CopyCommand.put(source, "endpoint-url", endpointUrl);
    PythonRepository.Builder builder = session.with(source).python();
    try {
      if (table != null) {
        builder.table(table);
      }
      if (prefix != null) {
        builder.prefix(prefix);
      }
      return (suffix == null ? builder : builder.suffix(suffix)).build();
    } catch (IllegalArgumentException e) {
      throw misused(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> json(PythonFault fault) {
    return Fields.of("kind", fault.kind(), "subject", fault.subject(), "detail", fault.detail());
  }

  private static Answer planned(PythonExamination found, Map<String, Object> where) {
    List<ForeignArtifact> artifacts = found.artifacts();
    int versions = artifacts.stream().mapToInt(one -> one.versions().size()).sum();
    int aliases = artifacts.stream().mapToInt(one -> one.aliases().size()).sum();
    Map<String, Object> json = new LinkedHashMap<>(where);
    json.put("artifacts", artifacts.size());
    json.put("versions", versions);
    json.put("aliases", aliases);
    return Answer.of(
        json,
        "would import "
            + CopyOptions.count(artifacts.size(), "artifact")
            + ": "
            + CopyOptions.count(versions, "version")
            + " with $LATEST, "
            + (aliases == 1 ? "1 alias" : aliases + " aliases"));
  }
}
