package dev.versioned.internal.trust;

import dev.versioned.internal.Dsse;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.MoveSignature;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.signing.VerifyingKey;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The signature of a move: what it is over, and by whom it must be. */
final class SignedMove {
  /** A signature of a move never fits anything else that these keys sign. */
  private static final String PAYLOAD_TYPE = "application/vnd.versioned.alias+json";

  static final String REMEDY =
      "; move or renew the alias with a trusted key, or delete and create it again";

  private SignedMove() {}

  record Name(ArtifactName artifact, AliasName alias) {
    static Name of(Alias alias) {
      return new Name(alias.artifact(), alias.name());
    }

    @Override
    public String toString() {
      return "alias " + artifact + ":" + alias;
    }
  }

  static byte[] message(AliasEntry entry) {
    return Dsse.message(PAYLOAD_TYPE, Catalog.statement(entry));
  }

  /**
   * Checks that the last move of an alias is signed by one of some keys.
   *
   * @param revokedKeys the ids of keys that are named as revoked
   */
  static void check(
      Map<String, VerifyingKey> keys,
      Set<String> revokedKeys,
      String verb,
      AliasEntry.Present entry) {
    Name name = Name.of(entry.alias());
    MoveSignature signature =
        entry
            .signature()
            .orElseThrow(
                () ->
                    VersionTrust.refused(
                        verb, name, "its last move is not signed" + REMEDY, Reason.UNSIGNED));
    VerifyingKey key = keys.get(signature.keyId());
    if (key == null) {
      boolean revoked = revokedKeys.contains(signature.keyId());
      throw VersionTrust.refused(
          verb,
          name,
          "its last move is signed by "
              + (revoked ? "the revoked key " : "a key that is not trusted, ")
              + signature.keyId()
              + REMEDY,
          revoked ? Reason.REVOKED_KEY : Reason.UNKNOWN_KEY);
    }
    // rule: alias-is-moved-by-a-trusted-key
    if (!key.verifies(message(entry), decode(signature.base64()))) {
      throw VersionTrust.refused(
          verb,
          name,
          "its signature does not fit; it was changed after it was signed" + REMEDY,
          Reason.CHANGED);
    }
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // no signature
    }
  }
}
