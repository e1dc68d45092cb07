package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts {@code $LATEST}. */
@Command(
    name = "put",
    description = "Put content as $LATEST, the working copy.",
    footer = {
      "",
      "Examples:",
      "  versioned put checkout build/checkout.jar",
      "  tar c config | versioned put config - --content-type application/x-tar"
    })
final class PutCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The content: a file, a directory, or - for standard input.")
  String file;

  @Mixin ContentOptions options;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Version latest;
    try (ProgressBar bar = ProgressBar.of(session)) {
      latest =
          repo.artifact(name)
              .put(
                  options.content(file, session),
                  p -> {
                    options.addTo(p);
                    p.onProgress(bar);
                  });
    }
    return Answer.of(
        Fields.of("version", Fields.of(latest)),
        "put " + latest + " (" + latest.digest() + ", " + latest.sizeBytes() + " bytes)");
  }
}
