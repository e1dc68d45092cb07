package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Lists artifacts. */
@Command(
    name = "artifacts",
    description = {
      "List the artifacts, in the order of their names.",
      "One is listed from its first put or publish on until it is deleted as a whole, also if it is"
          + " empty."
    },
    footer = {"", "Examples:", "  versioned artifacts"})
final class ArtifactsCommand extends RepositoryCommand {
  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Supplier<Stream<?>> names = () -> repo.artifacts();
    return Answer.of(
        Fields.of("artifacts", names), () -> repo.artifacts().map(ArtifactName::toString));
  }
}
