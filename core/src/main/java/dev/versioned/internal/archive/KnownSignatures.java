package dev.versioned.internal.archive;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.Page;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signatures and attestations that the target has, each read when the first is asked for. A key
 * signs a version once, so a signature that exists there is as good: whoever trusts it verifies it.
 * An attestation has the digest of its envelope.
 */
final class KnownSignatures {
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private Optional<Set<String>> signatures = Optional.empty();
  private Optional<Set<String>> attestations = Optional.empty();

  KnownSignatures(Catalog catalog, ArtifactName artifact, int pageSize) {
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
  }

  boolean isMissing(VersionSignature signature) {
    if (signatures.isEmpty()) {
      signatures = Optional.of(readSignatures());
    }
    return !signatures.get().contains(nameOf(signature));
  }

  boolean isMissing(VersionAttestation attested) {
    if (attestations.isEmpty()) {
      attestations = Optional.of(readAttestations());
    }
    return !attestations.get().contains(nameOf(attested));
  }

  private Set<String> readSignatures() {
    return Page.<VersionSignature>stream(
            last -> catalog.signatures(artifact, last, pageSize, (key, why) -> {}))
        .map(KnownSignatures::nameOf)
        .collect(Collectors.toSet());
  }

  private Set<String> readAttestations() {
    return Page.<VersionAttestation>stream(
            last -> catalog.attestations(artifact, last, pageSize, (key, why) -> {}))
        .map(KnownSignatures::nameOf)
        .collect(Collectors.toSet());
  }

  private static String nameOf(VersionSignature signature) {
    return signature.number() + "#" + signature.keyId();
  }

  private static String nameOf(VersionAttestation attested) {
    return attested.number() + "#" + attested.attestation().digest();
  }
}
