package dev.versioned.internal.record;

import java.util.List;

/**
 * Why a version is trusted.
 *
 * @param signature the signature of a trusted key
 * @param attestations an attestation for each predicate type that the policy demands
 */
public record VersionProof(VersionSignature signature, List<VersionAttestation> attestations) {
  /** Makes the value; the list is copied. */
  public VersionProof {
    attestations = List.copyOf(attestations);
  }
}
