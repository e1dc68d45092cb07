package dev.versioned.internal.publish;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.VersionStatement;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.AttestationRefusedException;
import dev.versioned.model.AttestationRefusedException.Reason;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import dev.versioned.signing.Attestation;
import dev.versioned.spi.Page;
import java.util.List;
import java.util.stream.Stream;

/** Attaches what others attest of versions, and lists it. */
public final class Attestations {
  /** How many a version may have: they are all read before another one is attached. */
  public static final int MOST_ATTACHED = 32;

  /** One that cannot be read counts as none; fsck reports it. */
  private static final Unreadable IGNORED = (key, why) -> {};

  private final Catalog catalog;
  private final Settings settings;
  private final OwnPlace place;

  public Attestations(Catalog catalog, Settings settings, OwnPlace place) {
    this.catalog = catalog;
    this.settings = settings;
    this.place = place;
  }

  /** Attaches an envelope to a stored version; returns it as it was attached first. */
  public Attestation attach(ArtifactName artifact, VersionRef reference, String envelope) {
    place.startItemsCheck();
    Version version = StoredVersion.find(catalog, artifact, reference, "attach to");
    // rule: attestation-stays-in-its-own-place
    place.checkItems();
    Attestation attestation = Attestation.parse(envelope, settings.environment().now());
    if (!attestation.isAbout(version.digest())) {
      throw refused(
          version,
          "none of its subjects has the SHA-256 digest " + version.digest().hex(),
          Reason.OTHER_SUBJECT);
    }
    // rule: own-statement-is-not-attached
    if (attestation.predicateType().equals(VersionStatement.PREDICATE_TYPE)) {
      throw refused(
          version,
          "its predicate type is that of this library's own statements; sign the version instead",
          Reason.OWN_PREDICATE_TYPE);
    }
    List<Attestation> attached = list(version).limit(MOST_ATTACHED).toList();
    for (Attestation earlier : attached) {
      if (earlier.digest().equals(attestation.digest())) {
        return earlier;
      }
    }
    // rule: attestations-of-a-version-are-limited
    if (attached.size() >= MOST_ATTACHED) {
      throw refused(
          version,
          "it has " + MOST_ATTACHED + " attestations, which is the most; sign one that has all",
          Reason.TOO_MANY);
    }
    return catalog
        .attach(new VersionAttestation(version.artifact(), version.number(), attestation))
        .map(VersionAttestation::attestation)
        .orElse(attestation);
  }

  private static AttestationRefusedException refused(Version version, String why, Reason reason) {
    return new AttestationRefusedException(
        "Cannot attach an attestation to " + version + ": " + why, reason);
  }

  /** Lazily lists what is attached to a version and is about its digest. */
  public Stream<Attestation> list(Version version) {
    return Page.<VersionAttestation>stream(
            last ->
                catalog.attestations(
                    version.artifact(), version.number(), last, MOST_ATTACHED, IGNORED))
        .map(VersionAttestation::attestation)
        .filter(attestation -> attestation.isAbout(version.digest()));
  }

  /** Lazily lists what is attached to a version with one predicate type. */
  public Stream<Attestation> list(Version version, String predicateType) {
    return Page.<VersionAttestation>stream(
            last ->
                catalog.attestations(
                    version.artifact(),
                    version.number(),
                    predicateType,
                    last,
                    MOST_ATTACHED,
                    IGNORED))
        .map(VersionAttestation::attestation)
        .filter(attestation -> attestation.isAbout(version.digest()));
  }
}
