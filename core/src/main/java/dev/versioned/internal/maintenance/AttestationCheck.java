package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Page;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the attestations of one artifact: each is about the digest of its version. */
public final class AttestationCheck {
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private final Findings findings;

  /** The version that was looked up last: its attestations follow each other. */
  private @Nullable VersionNumber number;

  private Optional<NumberRecord> record = Optional.empty();

  public AttestationCheck(Catalog catalog, ArtifactName artifact, int pageSize, Findings findings) {
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
    this.findings = findings;
  }

  public Stream<Violation> attestations() {
    return Page.<VersionAttestation>stream(
            last -> catalog.attestations(artifact, last, pageSize, findings))
        .flatMap(attached -> check(attached).stream());
  }

  /** Checks an attestation; its version was written before it, and never changes. */
  private Optional<Violation> check(VersionAttestation attached) {
    try {
      if (!attached.number().equals(number)) {
        record = catalog.findRecord(artifact, attached.number());
        number = attached.number();
      }
    } catch (UnreadableRecordException e) {
      findings.add(e);
      return Optional.empty();
    }
    if (record.isPresent() && record.get() instanceof VersionEntry.SetAside) {
      return Optional.empty();
    }
    Optional<VersionRecord> version = record.flatMap(NumberRecord::asVersion);
    // rule: attestation-of-other-content-is-reported
    if (version.filter(v -> attached.attestation().isAbout(v.version().digest())).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            Violation.Kind.ATTESTATION_DIFFERS,
            artifact,
            "attestation " + attached.attestation() + " of " + artifact + ":" + attached.number(),
            version
                .map(v -> "a subject with " + v.version().digest())
                .orElse("a version " + attached.number()),
            version.isPresent() ? "other subjects" : "no such version"));
  }
}
