package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Imports artifacts from a folder. */
@Command(
    name = "import",
    description = {
      "Import an export: what exists and is equal is skipped, and nothing is overwritten.",
      "If anything is different, the import is refused. An interrupted one is continued."
    },
    footer = {
      "",
      "Examples:",
      "  versioned import backup --bucket acme-restored --table acme-restored",
      "  versioned import backup --artifact checkout --alias LIVE"
    })
final class ImportCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder with the export.")
  String folder;

  @Mixin CopyOptions options = new CopyOptions();

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Path from = session.path(folder);
    return options.run(repo.importFrom(from), Fields.of("folder", from), "imported", session);
  }
}
