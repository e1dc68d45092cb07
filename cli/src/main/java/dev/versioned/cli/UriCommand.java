package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints where the bytes of a version are. */
@Command(
    name = "uri",
    description =
        "Print where the bytes of a version are, s3://BUCKET/KEY, for programs that read S3 themselves.",
    footer = {
      "",
      "Examples:",
      "  versioned uri checkout LIVE",
      "  versioned uri daily-report 7 --output json",
      "",
      "aws s3 cp, Spark and Glue take the answer as it is: the object never changes, and its name",
      "ends with the file name. They do not compare the digest, as get does."
    })
final class UriCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(
      index = "1",
      paramLabel = "QUALIFIER",
      description = "A version number, $LATEST, or an alias: its primary version.")
  Qualifier qualifier;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Version version = repo.artifact(name).resolve(qualifier);
    return Answer.of(
        Fields.of("uri", version.uri().toString(), "digest", version.digest().toString()),
        version.uri().toString());
  }
}
