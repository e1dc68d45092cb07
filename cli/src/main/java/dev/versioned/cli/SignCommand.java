package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.Signer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Signs a version that exists. */
@Command(
    name = "sign",
    description = {
      "Sign a version that exists with the key of --sign-key; doing it again changes nothing.",
      "What is signed is the digest and the record as they are stored: compare them first."
    },
    footer = {"", "Examples:", "  versioned sign checkout 7 --sign-key release.pem"})
final class SignCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  VersionNumber number;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Signer key =
        new KeyFiles(session)
            .signer()
            .orElseThrow(() -> misused("give the key that signs as --sign-key FILE"));
    Version version = repo.artifact(name).sign(number, key);
    String keyId = key.verifyingKey().id();
    return Answer.of(
        Fields.of("version", Fields.of(version), "keyId", keyId),
        version + " (" + version.digest() + ") is signed by " + keyId);
  }
}
