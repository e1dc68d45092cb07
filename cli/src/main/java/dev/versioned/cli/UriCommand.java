package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import picocli.CommandLine.Command;

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
final class UriCommand extends QualifierCommand {
  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Version version = repo.artifact(name).resolve(qualifier);
    return Answer.of(
        Fields.of("uri", version.uri().toString(), "digest", version.digest().toString()),
        version.uri().toString());
  }
}
