package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a URL with which others read a version. */
@Command(
    name = "presign",
    description =
        "Print a URL with which anyone can read a version until it expires, without credentials.",
    footer = {
      "",
      "Examples:",
      "  versioned presign checkout LIVE --expires 15m",
      "  curl -fo checkout.jar \"$(versioned presign checkout 7)\" && versioned show checkout 7",
      "",
      "Keep it secret: it cannot be revoked, but for the credentials that signed it, with which it also",
      "expires. Readers must compare the digest themselves: it is printed to standard error, so that",
      "standard output has the URL alone; --output json has both."
    })
final class PresignCommand extends QualifierCommand {
  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "How long it is valid, such as 15m, at most 7d; 1h unless given.")
  Duration expires = Duration.ofHours(1);

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    Version version = artifact.resolve(qualifier);
    Instant expiresAt = Instant.now().plus(expires).truncatedTo(ChronoUnit.SECONDS);
    URI url = artifact.presign(version, expires);
    if (!session.isJson()) {
      session.terminal().complain("digest " + version.digest());
    }
    return Answer.of(
        Fields.of("url", url.toString(), "expiresAt", expiresAt, "version", Fields.of(version)),
        url.toString());
  }
}
