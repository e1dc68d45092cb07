package dev.versioned.cli;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Qualifier;
import picocli.CommandLine.Parameters;

/** A command about the version that a qualifier names. */
abstract class QualifierCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(
      index = "1",
      paramLabel = "QUALIFIER",
      description = "A version number, $LATEST, or an alias: its primary version.")
  Qualifier qualifier;
}
