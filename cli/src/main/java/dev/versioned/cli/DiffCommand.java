package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.FileChange;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import dev.versioned.model.VersionComparison;
import dev.versioned.model.VersionComparison.Change;
import dev.versioned.model.VersionComparison.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two versions. */
@Command(
    name = "diff",
    description =
        "Compare two versions: their records and signatures, and with --content their files.",
    footer = {
      "",
      "Examples:",
      "  versioned diff checkout 7 8",
      "  versioned diff site LIVE 9 --content",
      "",
      "A line starts with + for what only B has, - for what only A has, and ~ for what differs. --content",
      "downloads both; they must be directories, zip archives or jars."
    })
final class DiffCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(
      index = "1",
      paramLabel = "A",
      description = "A version number, $LATEST, or an alias: its primary version.")
  Qualifier from;

  @Parameters(index = "2", paramLabel = "B", description = "The version to compare it with.")
  Qualifier to;

  @Option(
      names = "--content",
      description = "Also list the files that were added, removed or changed.")
  boolean content;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    Version one = artifact.resolve(from);
    Version two = artifact.resolve(to);
    VersionComparison comparison = artifact.compare(one, two);
    List<String> lines = new ArrayList<>();
    lines.add(one + " -> " + two);
    comparison.differences().forEach(property -> lines.add(line(property)));
    Map<String, Object> fields =
        Fields.of(
            "from",
            Fields.of(one),
            "to",
            Fields.of(two),
            "sameContent",
            comparison.isSameContent(),
            "differences",
            comparison.differences().stream().map(DiffCommand::fields).toList());
    if (content) {
      List<FileChange> files = files(artifact, one, two, session);
      files.forEach(file -> lines.add(line(file)));
      fields.put("files", files.stream().map(DiffCommand::fields).toList());
    }
    return Answer.of(fields, lines::stream);
  }

  private static List<FileChange> files(
      Artifact artifact, Version one, Version two, Session session) {
    try (ProgressBar bar = ProgressBar.of(session)) {
      return artifact.compareFiles(one, two, d -> d.onProgress(bar));
    }
  }

  private static String line(Property property) {
    String what = property.field().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return sign(property.change())
        + " "
        + what
        + (property.name().isEmpty() ? "" : " " + property.name())
        + ": "
        + property.from().orElse("")
        + (property.change() == Change.CHANGED ? " -> " : "")
        + property.to().orElse("");
  }

  private static String line(FileChange file) {
    return sign(file.change())
        + " file "
        + file.path()
        + " ("
        + switch (file.change()) {
          case ADDED -> file.bytesAfter() + " bytes)";
          case REMOVED -> file.bytesBefore() + " bytes)";
          default -> file.bytesBefore() + " -> " + file.bytesAfter() + " bytes)";
        };
  }

  private static String sign(Change change) {
    return switch (change) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case CHANGED -> "~";
      case SAME -> " ";
    };
  }

  private static Map<String, Object> fields(Property property) {
    return Fields.of(
        "property",
        property.field(),
        "name",
        property.name(),
        "change",
        property.change(),
        "from",
        property.from().orElse(null),
        "to",
        property.to().orElse(null));
  }

  private static Map<String, Object> fields(FileChange file) {
    return Fields.of(
        "path",
        file.path(),
        "change",
        file.change(),
        "bytesBefore",
        file.bytesBefore(),
        "bytesAfter",
        file.bytesAfter());
  }
}
