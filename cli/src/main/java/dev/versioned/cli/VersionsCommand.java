package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Label;
import dev.versioned.model.Version;
import dev.versioned.model.VersionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists versions. */
@Command(
    name = "versions",
    description = "List the versions of an artifact, newest first.",
    footer = {
      "",
      "Examples:",
      "  versioned versions checkout --limit 10",
      "  versioned versions checkout --meta git.sha=1a2b3c",
      "  versioned versions checkout --label qa=passed",
      "  versioned versions checkout --state deleted --output json"
    })
final class VersionsCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "ACTIVE",
      description = "active, deleted (can be restored) or expired; default: active.")
  VersionState state;

  @Option(
      names = "--meta",
      paramLabel = "NAME=VALUE",
      description = "Only versions with this metadata, exactly; may be repeated.")
  Map<String, String> meta = new LinkedHashMap<>();

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description =
          "Only versions with this label, a name or NAME=VALUE, exactly; may be repeated.")
  List<Label> labels = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "List no more than N.")
  long limit = Long.MAX_VALUE;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    if (limit < 1) {
      throw misused("--limit must be 1 or more");
    }
    if (!labels.isEmpty() && state != VersionState.ACTIVE) {
      throw misused("--label lists active versions only");
    }
    Supplier<Stream<Version>> versions =
        () ->
            Known.orElse(
                all(repo.artifact(name)).filter(this::isWanted).limit(limit),
                () -> Known.check("list versions", name, repo));
    Supplier<Stream<?>> fields = () -> versions.get().map(Fields::of);
    return Answer.of(
        Fields.of("artifact", name, "versions", fields),
        () -> versions.get().map(VersionsCommand::line));
  }

  private Stream<Version> all(Artifact artifact) {
    if (labels.isEmpty()) {
      return artifact.versions(state);
    }
    // The first label finds the versions, the others are read of those only.
    return artifact
        .labelled(labels.get(0))
        .filter(
            version ->
                labels.size() == 1 || labels.stream().allMatch(artifact.labels(version)::has));
  }

  private boolean isWanted(Version version) {
    return meta.entrySet().stream()
        .allMatch(wanted -> version.hasMetadata(wanted.getKey(), wanted.getValue()));
  }

  static String line(Version v) {
    return String.format(
            Locale.ROOT,
            "%7s  %s  %12d  %-20s  %s  %s",
            v.id(),
            v.createdAt().toString(),
            v.sizeBytes(),
            v.createdBy(),
            v.digest().hex().substring(0, 12),
            v.description())
        .stripTrailing();
  }
}
