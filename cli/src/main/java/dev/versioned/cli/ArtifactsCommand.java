package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists artifacts. */
@Command(
    name = "artifacts",
    description = {
      "List the artifacts, in the order of their names.",
      "One is listed from its first put or publish on until it is deleted as a whole, also if it is"
          + " empty."
    },
    footer = {
      "",
      "Examples:",
      "  versioned artifacts",
      "  versioned artifacts --name-prefix acme."
    })
final class ArtifactsCommand extends RepositoryCommand {
  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      description = "List only artifacts whose names start with this text.")
  private @Nullable String prefix;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    String start = prefix;
    Supplier<Stream<ArtifactName>> names =
        start == null ? repo::artifacts : () -> repo.artifacts(start);
    return Answer.of(Fields.of("artifacts", names), () -> names.get().map(ArtifactName::toString));
  }
}
