package dev.versioned.signing;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;

/** The algorithms of signatures, by the JDK's names. */
enum Algorithm {
  ED25519("Ed25519", "Ed25519"),
  ECDSA_P256("EC", "SHA256withECDSA");

  private static final String P256 = "secp256r1";

  private final String keyFactory;
  private final String signature;

  Algorithm(String keyFactory, String signature) {
    this.keyFactory = keyFactory;
    this.signature = signature;
  }

  String keyFactory() {
    return keyFactory;
  }

  String signature() {
    return signature;
  }

  /** Returns the algorithm of a key; refuses keys of other algorithms and curves. */
  static Algorithm of(Key key) {
    if (key instanceof EdECKey edwards
        && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      return ED25519;
    } else if (key instanceof ECKey elliptic && isP256(elliptic.getParams())) {
      return ECDSA_P256;
    }
    throw new IllegalArgumentException(
        "Cannot use a key of algorithm "
            + key.getAlgorithm()
            + ": it must be an Ed25519 key or an EC key on P-256");
  }

  private static boolean isP256(ECParameterSpec curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(P256));
      ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
      return curve.getCurve().equals(p256.getCurve())
          && curve.getGenerator().equals(p256.getGenerator())
          && curve.getOrder().equals(p256.getOrder());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot look up the curve P-256: " + e, e);
    }
  }
}
