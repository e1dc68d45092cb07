package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine.Command;

/** Verifies the signature and the bytes of a version. */
@Command(
    name = "verify",
    description = {
      "Verify that a version is signed as --trust demands, and that its bytes have its digest.",
      "Of an alias, its move is verified too, if the policy demands signed moves."
    },
    footer = {
      "",
      "Examples:",
      "  versioned verify checkout LIVE --trust release.pem.pub",
      "  versioned verify checkout 7 --trust policy.txt --trust-root root.pem.pub"
    })
final class VerifyCommand extends QualifierCommand {
  @Override
  Answer answer(ArtifactRepository repo, Session session) throws IOException {
    if (new KeyFiles(session).policy().isEmpty()) {
      throw misused("give the keys, or the policy, to verify by as --trust FILE");
    }
    Artifact artifact = repo.artifact(name);
    Version version = artifact.requireTrusted(artifact.resolve(qualifier));
    try (InputStream bytes = artifact.open(version)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return Answer.of(
        Fields.of("verified", true, "version", Fields.of(version)),
        "verified " + version + " (" + version.digest() + ", " + version.sizeBytes() + " bytes)");
  }
}
