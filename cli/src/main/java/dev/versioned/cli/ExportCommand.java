package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Exports artifacts to a folder. */
@Command(
    name = "export",
    description = {
      "Export artifacts to a folder: versions with their bytes, states, aliases, ledgers and keys.",
      "What is in the folder already is kept; an interrupted export is continued."
    },
    footer = {
      "",
      "Examples:",
      "  versioned export backup",
      "  versioned export backup --artifact checkout --no-aliases"
    })
final class ExportCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder; created if missing.")
  String folder;

  @Mixin CopyOptions options = new CopyOptions();

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Path to = session.path(folder);
    return options.run(repo.exportTo(to), Fields.of("folder", to), "exported", session);
  }
}
