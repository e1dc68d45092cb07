package dev.versioned.internal.trust;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.signing.Attestation;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Finds the attestations that a policy demands of a version. Only those of the demanded predicate
 * type are read, and a bounded number: the signers of other tools give their keys no id that an
 * item could be named by. Whoever may write the table could overwrite a good one anyway; so one
 * that is hidden among many is as one that was removed, and the version is refused.
 */
final class DemandedAttestations {
  /** Three times what a version may have, so that no race of callers that attach exceeds it. */
  private static final int MOST_EXAMINED = 100;

  private static final int PAGE_SIZE = 32;

  private final Catalog catalog;

  DemandedAttestations(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Finds an attestation for each predicate type that is demanded.
   *
   * @param verb what is about to be done with the version, for the message
   * @throws UntrustedVersionException if one is missing
   */
  List<VersionAttestation> find(TrustPolicy rules, String verb, Version version) {
    List<VersionAttestation> found = new ArrayList<>();
    for (Map.Entry<String, SortedMap<String, VerifyingKey>> demand :
        rules.attestations().entrySet()) {
      String type = demand.getKey();
      // rule: version-has-the-demanded-attestations
      found.add(
          examined(version, type)
              .filter(one -> counts(rules, version, type, demand.getValue().values(), one))
              .findFirst()
              .orElseThrow(() -> missing(verb, version, type)));
    }
    return found;
  }

  private Stream<VersionAttestation> examined(Version version, String type) {
    return Page.<VersionAttestation>stream(
            last ->
                catalog.attestations(
                    version.artifact(), version.number(), type, last, PAGE_SIZE, (key, why) -> {}))
        // rule: examined-attestations-are-limited
        .limit(MOST_EXAMINED);
  }

  /** Returns whether attestations from elsewhere are all that a policy demands of a version. */
  static boolean areIn(TrustPolicy rules, Version version, List<VersionAttestation> attached) {
    for (Map.Entry<String, SortedMap<String, VerifyingKey>> demand :
        rules.attestations().entrySet()) {
      Optional<VersionAttestation> one =
          attached.stream()
              .filter(a -> counts(rules, version, demand.getKey(), demand.getValue().values(), a))
              .findFirst();
      if (one.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static boolean counts(
      TrustPolicy rules,
      Version version,
      String type,
      Collection<VerifyingKey> keys,
      VersionAttestation attached) {
    Attestation attestation = attached.attestation();
    // rule: demanded-attestation-is-of-its-type-and-version
    if (!attestation.predicateType().equals(type) || !attestation.isAbout(version.digest())) {
      return false;
    }
    boolean listed = rules.allows(version.artifact(), version.number(), version.digest());
    return keys.stream()
        // rule: revoked-key-attests-listed-versions-only
        .filter(key -> listed || !rules.revoked().containsKey(key.id()))
        .anyMatch(attestation::isSignedBy);
  }

  private static UntrustedVersionException missing(String verb, Version version, String type) {
    return VersionTrust.refused(
        verb,
        version,
        "it has no attestation of type "
            + type
            + " that is signed by a key which the trust policy names for it; attach one",
        UntrustedVersionException.Reason.UNATTESTED);
  }
}
