package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows a version. */
@Command(
    name = "show",
    description = "Show the version that a number, $LATEST or an alias names.",
    footer = {
      "",
      "Examples:",
      "  versioned show checkout 7",
      "  versioned show checkout LIVE --output json"
    })
final class ShowCommand extends QualifierCommand {
  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Version v = repo.artifact(name).resolve(qualifier);
    List<String> lines = new ArrayList<>();
    lines.add(v.toString());
    lines.add("digest        " + v.digest());
    lines.add("size          " + v.sizeBytes() + " bytes");
    lines.add("content type  " + v.contentType());
    add(lines, "file name     ", v.fileName());
    add(lines, "description   ", v.description());
    v.metadata().forEach((name, value) -> lines.add("metadata      " + name + "=" + value));
    lines.add("created       " + v.createdAt() + " by " + v.createdBy());
    lines.add("uri           " + v.uri());
    return Answer.of(Fields.of("version", Fields.of(v)), lines::stream);
  }

  private static void add(List<String> lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.add(label + value);
    }
  }
}
