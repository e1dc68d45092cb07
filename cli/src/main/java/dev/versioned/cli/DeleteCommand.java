package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a version. */
@Command(
    name = "delete",
    description =
        "Delete a version that no alias points to. restore brings it back until gc removes its bytes.",
    footer = {"", "Examples:", "  versioned delete checkout 3"})
final class DeleteCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  VersionNumber version;

  @Option(
      names = "--unless-served",
      description = "Refuse if a process reports that it serves the version (exit code 4).")
  boolean unlessServed;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    boolean existed = exists(artifact);
    if (unlessServed) {
      artifact.deleteUnlessServed(version);
    } else {
      artifact.delete(version);
    }
    return existed
        ? Answer.of(
            Fields.of("artifact", name, "deleted", version.toString()),
            "deleted " + name + ":" + version)
        : Answer.of(
            Fields.of("artifact", name, "deleted", null),
            name + ":" + version + " does not exist, nothing was deleted");
  }

  /** Also for a version that was deleted before: a repeated job gets the same answer. */
  private boolean exists(Artifact artifact) {
    return artifact.find(version).isPresent()
        || Stream.of(VersionState.DELETED, VersionState.EXPIRED)
            .flatMap(artifact::versions)
            .anyMatch(deleted -> deleted.id().equals(version));
  }
}
