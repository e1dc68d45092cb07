package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.signing.Attestation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the signatures of a version, or what is attached to it. */
@Command(
    name = "attestation",
    description = {
      "Print the signatures of a version as a DSSE envelope over an in-toto statement, in JSON.",
      "With --type, print the envelopes of this type that are attached, one after another."
    },
    footer = {
      "",
      "Examples:",
      "  versioned attestation checkout LIVE > checkout.att",
      "  cosign verify-blob-attestation --key release.pem.pub --insecure-ignore-tlog \\",
      "    --type https://versioned.dev/version/v1 --signature checkout.att checkout.jar",
      "  versioned attestation checkout 7 --type https://slsa.dev/provenance/v1 > checkout.prov"
    })
final class AttestationCommand extends QualifierCommand {
  private static final String OWN_TYPE = "https://versioned.dev/version/v1";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The predicate type; default: " + OWN_TYPE + ", of the signatures.")
  String type = OWN_TYPE;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Artifact artifact = repo.artifact(name);
    Version version = artifact.resolve(qualifier);
    return type.equals(OWN_TYPE) ? own(artifact, version) : attached(artifact, version);
  }

  private static Answer own(Artifact artifact, Version version) {
    String envelope = artifact.attestation(version);
    return Answer.of(Fields.of("attestation", envelope), envelope);
  }

  private Answer attached(Artifact artifact, Version version) {
    List<Attestation> found = artifact.attestations(version, type).toList();
    if (found.isEmpty()) {
      throw new NotFoundException(
          "Cannot print attestations of " + version + ": none of type " + type + " is attached",
          NotFoundException.Subject.VERSION);
    }
    return Answer.of(
        Fields.of("attestations", found.stream().map(AttestationCommand::withEnvelope).toList()),
        () -> found.stream().flatMap(AttestationCommand::lines));
  }

  private static Map<String, Object> withEnvelope(Attestation attestation) {
    Map<String, Object> fields = Fields.of(attestation);
    fields.put("envelope", attestation.json());
    return fields;
  }

  /** A tab in JSON is between values, where it would be printed as an escape, which JSON is not. */
  private static Stream<String> lines(Attestation attestation) {
    return attestation.json().replace('\t', ' ').lines();
  }
}
