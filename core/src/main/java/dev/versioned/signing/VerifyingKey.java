package dev.versioned.signing;

import dev.versioned.internal.Sha256;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The public half of a signing key: Ed25519, or ECDSA on P-256 (KMS: {@code ECC_NIST_P256}). An
 * immutable value.
 */
public final class VerifyingKey {
  private final PublicKey key;
  private final Algorithm algorithm;
  private final String id;

  private VerifyingKey(PublicKey key) {
    this.key = key;
    this.algorithm = Algorithm.of(key);
    this.id = HexFormat.of().formatHex(Sha256.newDigest().digest(key.getEncoded()));
  }

  /**
   * Makes a key.
   *
   * @param key an Ed25519 key, or an EC key on P-256
   * @return the key
   * @throws IllegalArgumentException if it is of another kind
   */
  public static VerifyingKey of(PublicKey key) {
    Objects.requireNonNull(key, "key");
    return new VerifyingKey(key);
  }

  /**
   * Reads a key in PEM form, as {@code openssl pkey -pubout} and {@code cosign} write it. Other PEM
   * blocks in the text are ignored.
   *
   * @param pem a text with a {@code PUBLIC KEY} block
   * @return the key
   * @throws IllegalArgumentException if the text has no such block, or its key is of another kind
   */
  public static VerifyingKey parse(String pem) {
    Objects.requireNonNull(pem, "pem");
    return decode(Pem.block(pem, Pem.PUBLIC_KEY));
  }

  /** Reads a key in its X.509 form. */
  static VerifyingKey decode(byte[] encoded) {
    return Stream.of(Algorithm.values())
        .flatMap(algorithm -> decode(encoded, algorithm).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot read a public key: it is neither an Ed25519 key nor an EC key on"
                        + " P-256"));
  }

  private static Optional<VerifyingKey> decode(byte[] encoded, Algorithm algorithm) {
    try {
      KeyFactory factory = KeyFactory.getInstance(algorithm.keyFactory());
      return Optional.of(of(factory.generatePublic(new X509EncodedKeySpec(encoded))));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // a key of another algorithm
    }
  }

  /**
   * Returns the key's id, which signatures name: the SHA-256 digest of its X.509 form.
   *
   * @return 64 hexadecimal digits
   */
  public String id() {
    return id;
  }

  /**
   * Returns whether a signature of a message was made with the private half of this key.
   *
   * @param message the message
   * @param signature the signature
   * @return false if it was not, or is not a signature at all
   */
  public boolean verifies(byte[] message, byte[] signature) {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(signature, "signature");
    try {
      Signature check = Signature.getInstance(algorithm.signature());
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("Cannot verify a signature by key " + id + ": " + e, e);
    } catch (GeneralSecurityException e) {
      return false; // bytes that are not a signature
    }
  }

  /**
   * Returns the key in PEM form.
   *
   * @return a {@code PUBLIC KEY} block
   */
  public String pem() {
    return Pem.write(Pem.PUBLIC_KEY, key.getEncoded());
  }

  Algorithm algorithm() {
    return algorithm;
  }

  /** Returns the X.509 form in base 64. */
  String base64() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Returns the key's id. */
  @Override
  public String toString() {
    return id;
  }
}
