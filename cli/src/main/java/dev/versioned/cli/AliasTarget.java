package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import picocli.CommandLine.Parameters;

/** The alias that a command is about. */
final class AliasTarget {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias.")
  AliasName alias;

  AliasHandle in(ArtifactRepository repo) {
    return repo.artifact(name).alias(alias);
  }
}
