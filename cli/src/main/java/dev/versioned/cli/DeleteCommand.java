package dev.versioned.cli;

import dev.versioned.ArtifactName;
import dev.versioned.ArtifactRepository;
import dev.versioned.VersionNumber;
import picocli.CommandLine.Command;
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

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    repo.artifact(name).delete(version);
    return Answer.of(
        Fields.of("artifact", name, "deleted", version.toString()),
        "deleted " + name + ":" + version);
  }
}
