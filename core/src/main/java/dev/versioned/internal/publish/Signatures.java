package dev.versioned.internal.publish;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.trust.VersionSigner;
import dev.versioned.internal.trust.VersionStatement;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import dev.versioned.signing.Signer;
import java.util.List;

/** Signs versions that exist, and returns their signatures. */
public final class Signatures {
  private static final int MOST_SIGNATURES = 100;

  private final Catalog catalog;
  private final VersionSigner signer;
  private final OwnPlace place;

  public Signatures(Catalog catalog, VersionSigner signer, OwnPlace place) {
    this.catalog = catalog;
    this.signer = signer;
    this.place = place;
  }

  /** Signs the stored version of a reference; whether it is trusted does not matter. */
  public Version add(ArtifactName artifact, VersionRef reference, Signer key) {
    place.startItemsCheck();
    Version stored = StoredVersion.find(catalog, artifact, reference, "sign");
    // rule: signature-stays-in-its-own-place
    place.checkItems();
    signer.add(stored, key);
    return stored;
  }

  /** Returns the signatures of a version as a DSSE envelope. */
  public String attestation(Version version) {
    if (!version.isPublished()) {
      throw new IllegalArgumentException(
          "Cannot return the attestation of " + version + ": the working copy is not signed");
    }
    List<VersionSignature> signatures =
        catalog
            .signatures(
                version.artifact(), version.number(), null, MOST_SIGNATURES, Unreadable.FAIL)
            .items();
    if (signatures.isEmpty()) {
      throw new NotFoundException(
          "Cannot return the attestation of " + version + ": it is not signed",
          NotFoundException.Subject.VERSION);
    }
    return VersionStatement.envelope(version, signatures);
  }
}
