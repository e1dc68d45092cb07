package dev.versioned.internal.trust;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionProof;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import dev.versioned.spi.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks versions against the reader's trust policy. The signature of a version is read once in a
 * process: one request for each key of the policy, until one fits. Without a policy nothing is read
 * or checked.
 *
 * <p>Signatures are looked up by the keys of the policy: so a role that may write the table cannot
 * hide a signature among many others.
 */
public final class VersionTrust {
  /** Beyond this the memory of what was verified is dropped, and each version verified again. */
  private static final int MOST_REMEMBERED = 10_000;

  /** How many signatures an explanation looks at. */
  private static final int MOST_NAMED = 10;

  private final Catalog catalog;
  private final Environment environment;
  private final Optional<TrustPolicy> policy;
  private final DemandedAttestations demanded;
  private final Map<Version, VersionProof> verified = new ConcurrentHashMap<>();

  public VersionTrust(Catalog catalog, Settings settings) {
    this.catalog = catalog;
    this.environment = settings.environment();
    this.policy = settings.trustPolicy();
    this.demanded = new DemandedAttestations(catalog);
  }

  /**
   * Checks that a version may be used.
   *
   * @param verb what is about to be done with it, for the message
   * @throws UntrustedVersionException if it is not signed as the policy demands
   */
  public void check(String verb, Version version) {
    if (policy.isEmpty() || !policy.get().covers(version.artifact())) {
      return;
    }
    TrustPolicy rules = policy.get();
    checkExpiry(rules, verb, version, environment.now());
    if (!(version.id() instanceof VersionNumber)) {
      throw refused(
          verb,
          version,
          "the working copy is not signed; publish it with a key that is trusted",
          Reason.UNSIGNED);
    }
    // rule: version-is-signed-by-a-trusted-key
    if (!verified.containsKey(version)) {
      VersionSignature signature =
          find(rules, version).orElseThrow(() -> why(rules, verb, version));
      remember(version, new VersionProof(signature, demanded.find(rules, verb, version)));
    }
  }

  /** Checks versions in turn. */
  public void check(String verb, Collection<Version> versions) {
    versions.forEach(version -> check(verb, version));
  }

  static void checkExpiry(TrustPolicy rules, String verb, Object what, Instant now) {
    Instant expiry = rules.expiry().orElse(Instant.MAX);
    // rule: policy-has-an-end
    if (!now.isBefore(expiry)) {
      throw refused(
          verb,
          what,
          "the trust policy ended at " + expiry + "; configure a newer one",
          Reason.POLICY_EXPIRED);
    }
  }

  private void remember(Version version, VersionProof proof) {
    if (verified.size() >= MOST_REMEMBERED) {
      verified.clear();
    }
    verified.put(version, proof);
  }

  /** Returns why a version was trusted, to be kept next to the version. */
  public Optional<VersionProof> proof(Version version) {
    return Optional.ofNullable(verified.get(version));
  }

  /**
   * Takes a proof that was kept next to a version, so that the version can be checked during an
   * outage. A proof that does not fit is ignored: a check then reads the table.
   */
  public void offer(Version version, VersionProof proof) {
    policy
        .filter(
            rules ->
                accepted(rules, version).stream()
                    .anyMatch(key -> isBy(key, version, proof.signature())))
        // rule: kept-state-has-what-the-policy-demands
        .filter(rules -> DemandedAttestations.areIn(rules, version, proof.attestations()))
        .ifPresent(rules -> remember(version, proof));
  }

  private Optional<VersionSignature> find(TrustPolicy rules, Version version) {
    for (VerifyingKey key : accepted(rules, version)) {
      Optional<VersionSignature> signature =
          catalog
              .findSignature(version.artifact(), version.number(), key.id())
              .filter(found -> isBy(key, version, found));
      if (signature.isPresent()) {
        return signature;
      }
    }
    return Optional.empty();
  }

  /** Returns the keys whose signatures count for a version. */
  private static List<VerifyingKey> accepted(TrustPolicy rules, Version version) {
    List<VerifyingKey> keys = new ArrayList<>(rules.trusted().values());
    // rule: revoked-key-counts-for-listed-versions
    if (rules.allows(version.artifact(), version.number(), version.digest())) {
      keys.addAll(rules.revoked().values());
    }
    return keys;
  }

  private static boolean isBy(VerifyingKey key, Version version, VersionSignature signature) {
    return VersionStatement.isSignedBy(version, key, signature);
  }

  /** Explains why no signature counts. */
  private UntrustedVersionException why(TrustPolicy rules, String verb, Version version) {
    List<VersionSignature> signatures =
        catalog
            .signatures(version.artifact(), version.number(), null, MOST_NAMED, (key, why) -> {})
            .items();
    if (signatures.isEmpty()) {
      return refused(
          verb,
          version,
          "it is not signed; publish its content again with a trusted key, or sign it",
          Reason.UNSIGNED);
    }
    List<String> keys = signatures.stream().map(VersionSignature::keyId).toList();
    if (!Collections.disjoint(keys, rules.trusted().keySet())) {
      return refused(
          verb,
          version,
          "its signature does not fit its record; the record or the signature was changed after it"
              + " was signed",
          Reason.CHANGED);
    } else if (!Collections.disjoint(keys, rules.revoked().keySet())) {
      return refused(
          verb,
          version,
          "it is signed by a revoked key, and not among the versions for which that key still counts",
          Reason.REVOKED_KEY);
    }
    return refused(
        verb, version, "it is signed by no trusted key, but by " + keys, Reason.UNKNOWN_KEY);
  }

  static UntrustedVersionException refused(String verb, Object what, String why, Reason reason) {
    return new UntrustedVersionException("Cannot " + verb + " " + what + ": " + why, reason);
  }
}
