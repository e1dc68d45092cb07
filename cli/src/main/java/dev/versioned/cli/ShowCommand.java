package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Label;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.signing.Attestation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a version. */
@Command(
    name = "show",
    description = "Show the version that a number, $LATEST or an alias names.",
    footer = {
      "",
      "Examples:",
      "  versioned show checkout 7",
      "  versioned show checkout LIVE --output json",
      "  versioned show checkout 7 --attestations"
    })
final class ShowCommand extends QualifierCommand {
  @Option(
      names = "--attestations",
      description = "Also list the predicate types of what is attached.")
  boolean attestations;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    Version v = artifact.resolve(qualifier);
    Optional<VersionLabels> labels =
        v.isPublished() ? Optional.of(artifact.labels(v)) : Optional.empty();
    Serving serving = Serving.of(artifact);
    Map<String, Object> version = Fields.of(v);
    version.put("serves", serving.fields(v.id()));
    Map<String, Object> json =
        Fields.of("version", version, "labels", labels.map(Fields::of).orElse(null));
    List<String> lines = new ArrayList<>();
    lines.add(v.toString());
    add(lines, "serves        ", serving.text(v.id()));
    lines.add("digest        " + v.digest());
    lines.add("size          " + v.sizeBytes() + " bytes" + rounded(v.sizeBytes()));
    lines.add("content type  " + v.contentType());
    add(lines, "file name     ", v.fileName());
    add(lines, "description   ", v.description());
    v.metadata().forEach((name, value) -> lines.add("metadata      " + name + "=" + value));
    labels.ifPresent(
        all ->
            all.values()
                .forEach((name, value) -> lines.add("label         " + new Label(name, value))));
    if (attestations) {
      List<String> types =
          artifact.attestations(v).map(Attestation::predicateType).distinct().sorted().toList();
      types.forEach(type -> lines.add("attested      " + type));
      json.put("attestations", types);
    }
    lines.add(
        "created       "
            + v.createdAt()
            + " by "
            + v.createdBy()
            + ", "
            + Human.age(v.createdAt(), Instant.now())
            + " ago");
    lines.add("uri           " + v.uri());
    return Answer.of(json, lines::stream);
  }

  /** Adds nothing to a number that is read at a glance. */
  private static String rounded(long bytes) {
    return bytes < 1000 ? "" : " (" + Human.size(bytes) + ")";
  }

  private static void add(List<String> lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.add(label + value);
    }
  }
}
