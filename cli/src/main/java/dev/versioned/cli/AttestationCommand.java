package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import picocli.CommandLine.Command;

/** Prints the signatures of a version. */
@Command(
    name = "attestation",
    description =
        "Print the signatures of a version as a DSSE envelope over an in-toto statement, in JSON.",
    footer = {
      "",
      "Examples:",
      "  versioned attestation checkout LIVE > checkout.att",
      "  cosign verify-blob-attestation --key release.pem.pub --insecure-ignore-tlog \\",
      "    --type https://versioned.dev/version/v1 --signature checkout.att checkout.jar"
    })
final class AttestationCommand extends QualifierCommand {
  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    String envelope = artifact.attestation(artifact.resolve(qualifier));
    return Answer.of(Fields.of("attestation", envelope), envelope);
  }
}
