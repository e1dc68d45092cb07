package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings a deleted version back. */
@Command(
    name = "restore",
    description = "Bring a deleted version back, unless gc has removed its bytes.",
    footer = {"", "Examples:", "  versioned restore checkout 3"})
final class RestoreCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  VersionNumber number;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Version version = repo.artifact(name).restore(number);
    return Answer.of(Fields.of("version", Fields.of(version)), "restored " + version);
  }
}
