package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.LabelOptions;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Label;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the labels of a version, or shows them. */
@Command(
    name = "label",
    description = "Add and remove labels of a version, or show them.",
    footer = {
      "",
      "Examples:",
      "  versioned label checkout 7 --add qa=passed --remove candidate",
      "  versioned label checkout 7",
      "  versioned versions checkout --label qa=passed"
    })
final class LabelCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  VersionNumber version;

  @Option(
      names = "--add",
      paramLabel = "LABEL",
      description = "A name, or NAME=VALUE, to add or to change; may be repeated.")
  List<Label> add = new ArrayList<>();

  @Option(
      names = "--remove",
      paramLabel = "NAME",
      description = "The name of a label to remove; may be repeated.")
  List<String> remove = new ArrayList<>();

  @Option(
      names = "--if-revision",
      paramLabel = "N",
      description = "Change the labels only if they have this revision; 0 if there never were any.")
  @Nullable Long revision;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    if (add.isEmpty() && remove.isEmpty()) {
      if (revision != null) {
        throw misused("--if-revision is for --add and --remove");
      }
      return answer(artifact.labels(version));
    }
    checkOnce();
    return answer(artifact.label(version, this::change));
  }

  /** Refuses two wishes for one name: which of them counts could only be guessed. */
  private void checkOnce() {
    Set<String> names = new HashSet<>(remove);
    for (Label label : add) {
      if (!names.add(label.name())) {
        throw misused("the label '" + label.name() + "' is given twice");
      }
    }
  }

  private void change(LabelOptions labels) {
    LabelOptions options = labels;
    for (Label label : add) {
      options = options.add(label);
    }
    for (String removed : remove) {
      options = options.remove(removed);
    }
    if (revision != null) {
      options = options.ifRevision(revision);
    }
  }

  private static Answer answer(VersionLabels labels) {
    return Answer.of(
        Fields.of("labels", Fields.of(labels)),
        labels.artifact()
            + ":"
            + labels.number()
            + (labels.values().isEmpty() ? " has no labels" : " " + labels)
            + " (revision "
            + labels.revision()
            + ")");
  }
}
