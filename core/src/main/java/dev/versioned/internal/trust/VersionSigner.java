package dev.versioned.internal.trust;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.signing.Signer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs versions with the repository's signer, if it has one. */
public final class VersionSigner {
  private final Catalog catalog;
  private final Settings settings;
  private final Optional<Signer> signer;

  public VersionSigner(Catalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
    this.signer = settings.signer();
  }

  /** Returns whether what is published here gets a signature. */
  public boolean isPresent() {
    return signer.isPresent();
  }

  /** Signs a version that is about to be committed; null without a signer. */
  public @Nullable VersionSignature sign(Version version) {
    return signer.map(key -> sign(version, key)).orElse(null);
  }

  private VersionSignature sign(Version version, Signer key) {
    return new VersionSignature(
        version.artifact(),
        version.number(),
        key.verifyingKey().id(),
        Base64.getEncoder().encodeToString(key.sign(VersionStatement.message(version))),
        settings.environment().now());
  }

  /** Signs the existing version that a publish returns; a new one has its signature already. */
  public PublishResult signed(PublishResult result) {
    // rule: repeated-publish-adds-its-signature
    if (result.outcome() != PublishResult.Outcome.CREATED) {
      signer.ifPresent(key -> add(result.version(), key));
    }
    return result;
  }

  /**
   * Adds the signature of a key to an existing version; does nothing if the key has signed it.
   *
   * @throws UntrustedVersionException if the key has signed another record than the stored one
   */
  public void add(Version version, Signer key) {
    Optional<VersionSignature> earlier = catalog.sign(sign(version, key));
    // rule: changed-record-is-not-signed-again
    if (earlier.isPresent()
        && !VersionStatement.isSignedBy(version, key.verifyingKey(), earlier.get())) {
      throw new UntrustedVersionException(
          "Cannot sign "
              + version
              + ": key "
              + key.verifyingKey()
              + " has signed it, and the signature does not fit its record; the record or the"
              + " signature was changed since: publish the content again, even if it is unchanged",
          UntrustedVersionException.Reason.CHANGED);
    }
  }
}
