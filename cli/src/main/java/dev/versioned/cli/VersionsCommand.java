package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Label;
import dev.versioned.model.Version;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  versioned versions checkout --since 7d --by anna --sort size",
      "  versioned versions checkout --meta-prefix git.sha=1a2b3c",
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
  List<MetadataEntry> meta = new ArrayList<>();

  @Option(
      names = "--meta-prefix",
      paramLabel = "NAME=START",
      description =
          "Only versions with metadata NAME whose value begins so, such as a short commit id;"
              + " may be repeated.")
  List<MetadataEntry> metaPrefixes = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description =
          "Only versions with this label, a name or NAME=VALUE, exactly; may be repeated.")
  List<Label> labels = new ArrayList<>();

  @Option(names = "--by", paramLabel = "WHO", description = "Only versions that WHO published.")
  @Nullable String by;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only versions since a point in time, such as 2026-12-27T00:00Z, or of the last TIME, such"
              + " as 12h or 7d.")
  @Nullable Moment since;

  @Mixin ListOptions list;

  private static final Map<String, Comparator<Version>> ORDERS =
      Map.of(
          "version", Comparator.comparing(v -> v.id().toString(), VersionsCommand::numbers),
          "size", Comparator.comparing(Version::sizeBytes),
          "age", Comparator.comparing(Version::createdAt).reversed(),
          "by", Comparator.comparing(Version::createdBy),
          "description", Comparator.comparing(Version::description));

  private static int numbers(String one, String other) {
    return one.length() == other.length()
        ? one.compareTo(other)
        : Integer.compare(one.length(), other.length());
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    if (!labels.isEmpty() && state != VersionState.ACTIVE) {
      throw misused("--label lists active versions only");
    }
    Map<String, String> exactly = MetadataEntry.byName(meta);
    Artifact artifact = repo.artifact(name);
    Instant start = since == null ? Instant.MIN : since.ago();
    Supplier<Stream<Version>> versions =
        list.arrange(
            () ->
                Known.orElse(
                    all(artifact)
                        .filter(v -> isWanted(v, exactly) && !v.createdAt().isBefore(start)),
                    () -> Known.check("list versions", name, repo)),
            ORDERS,
            this);
    Serving serving = Serving.of(artifact);
    Supplier<Stream<?>> fields =
        () ->
            versions
                .get()
                .map(
                    v -> {
                      Map<String, Object> one = Fields.of(v);
                      one.put("serves", serving.fields(v.id()));
                      return one;
                    });
    Table<Version> table =
        new Table<Version>()
            .right("VERSION", v -> v.id().toString())
            .right("SIZE", v -> list.size(v.sizeBytes(), session))
            .right("AGE", v -> list.time(v.createdAt(), session))
            .wide("BY", Version::createdBy)
            .wide("SERVES", v -> serving.text(v.id()), Style.GREEN)
            .left("DIGEST", v -> v.digest().hex().substring(0, 12))
            .wide("DESCRIPTION", Version::description);
    return list.answer(Fields.of("artifact", name, "versions", fields), table, versions, session);
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

  private boolean isWanted(Version version, Map<String, String> exactly) {
    return (by == null || by.equals(version.createdBy())) && hasMetadata(version, exactly);
  }

  private boolean hasMetadata(Version version, Map<String, String> exactly) {
    return exactly.entrySet().stream()
            .allMatch(wanted -> version.hasMetadata(wanted.getKey(), wanted.getValue()))
        && metaPrefixes.stream()
            .allMatch(
                wanted -> {
                  String value = version.metadata().get(wanted.name());
                  return value != null && value.startsWith(wanted.value());
                });
  }
}
