package dev.versioned.cli;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import dev.versioned.signing.Attestation;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Verifies the signature and the bytes of a version. */
@Command(
    name = "verify",
    description = {
      "Verify that a version is signed as --trust demands, and that its bytes have its digest.",
      "Of an alias, its move is verified too, if the policy demands signed moves.",
      "Lists what is attached, and which keys that the policy names for its type have signed it."
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
    Optional<TrustPolicy> policy = new KeyFiles(session).policy();
    if (policy.isEmpty()) {
      throw misused("give the keys, or the policy, to verify by as --trust FILE");
    }
    Artifact artifact = repo.artifact(name);
    Version version = artifact.requireTrusted(artifact.resolve(qualifier));
    try (InputStream bytes = artifact.open(version)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    List<Map<String, Object>> attached = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    lines.add(
        "verified " + version + " (" + version.digest() + ", " + version.sizeBytes() + " bytes)");
    artifact
        .attestations(version)
        .forEach(
            attestation -> {
              List<String> demanded =
                  attestation.verifiedBy(demanded(policy.get(), attestation)).stream()
                      .map(VerifyingKey::id)
                      .toList();
              Map<String, Object> fields = Fields.of(attestation);
              fields.put("verifiedBy", demanded);
              attached.add(fields);
              lines.add(
                  "attached "
                      + attestation
                      + (demanded.isEmpty()
                          ? ", not verified: the policy names no key that signed it"
                          : ", signed by " + String.join(", ", demanded)));
            });
    return Answer.of(
        Fields.of(
            "verified", true, "version", Fields.of(version), "attestations", List.copyOf(attached)),
        lines::stream);
  }

  /** Returns the keys that the policy names for an attestation of this type. */
  private static Collection<VerifyingKey> demanded(TrustPolicy policy, Attestation attestation) {
    return policy
        .attestations()
        .getOrDefault(attestation.predicateType(), Collections.emptySortedMap())
        .values();
  }
}
