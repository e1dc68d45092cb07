package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.Attestation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Attaches an attestation to a version. */
@Command(
    name = "attach",
    description = {
      "Attach an attestation of another tool to a version: a DSSE envelope over an in-toto statement",
      "about its digest, in JSON. Attaching an envelope again changes nothing. Nothing is verified."
    },
    footer = {
      "",
      "Examples:",
      "  cosign attest-blob --key builder.key --tlog-upload=false --yes --type slsaprovenance1 \\",
      "    --predicate provenance.json --output-signature checkout.prov checkout.jar",
      "  versioned attach checkout 7 checkout.prov",
      "  jq .dsseEnvelope bundle.json | versioned attach checkout 7 -"
    })
final class AttachCommand extends RepositoryCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The artifact.")
  ArtifactName name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  VersionNumber number;

  @Parameters(index = "2", paramLabel = "FILE", description = "The envelope; - is standard input.")
  String file;

  @Override
  Answer answer(ArtifactRepository repo, Session session) throws IOException {
    Attestation attached = repo.artifact(name).attach(number, envelope(session));
    return Answer.of(
        Fields.of("version", name + ":" + number, "attestation", Fields.of(attached)),
        name + ":" + number + " has the attestation " + attached);
  }

  /** Reads a byte more than an envelope may have, so that a larger one is refused as too large. */
  private String envelope(Session session) throws IOException {
    try (InputStream in = ContentOptions.open(file, session)) {
      return new String(in.readNBytes(Attestation.MOST_BYTES + 1), StandardCharsets.UTF_8);
    }
  }
}
