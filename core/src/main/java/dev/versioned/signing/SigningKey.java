package dev.versioned.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Objects;

/**
 * A private key in memory, with its public half: Ed25519, or ECDSA on P-256. Immutable and
 * thread-safe.
 */
public final class SigningKey implements Signer {
  private static final byte[] PROBE = {'p', 'a', 'i', 'r'};

  private final PrivateKey key;
  private final VerifyingKey verifyingKey;

  private SigningKey(PrivateKey key, VerifyingKey verifyingKey) {
    this.key = key;
    this.verifyingKey = verifyingKey;
    if (Algorithm.of(key) != verifyingKey.algorithm()
        || !verifyingKey.verifies(PROBE, sign(PROBE))) {
      throw new IllegalArgumentException(
          "Cannot use a signing key: its private half does not belong to the public key "
              + verifyingKey);
    }
  }

  /**
   * Makes a new Ed25519 key.
   *
   * @return the key
   */
  public static SigningKey generate() {
    try {
      return of(KeyPairGenerator.getInstance(Algorithm.ED25519.keyFactory()).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot generate a key: " + e, e);
    }
  }

  /**
   * Makes a signing key of a pair.
   *
   * @param pair Ed25519 keys, or EC keys on P-256
   * @return the key
   * @throws IllegalArgumentException if the keys are of another kind, or do not belong together
   */
  public static SigningKey of(KeyPair pair) {
    Objects.requireNonNull(pair, "pair");
    return new SigningKey(pair.getPrivate(), VerifyingKey.of(pair.getPublic()));
  }

  /**
   * Reads a key in PEM form: an unencrypted {@code PRIVATE KEY} block (PKCS #8) and its {@code
   * PUBLIC KEY} block, one after the other. OpenSSL makes such a text by {@code openssl genpkey
   * -algorithm ed25519} followed by {@code openssl pkey -pubout}.
   *
   * @param pem the two blocks
   * @return the key
   * @throws IllegalArgumentException if a block is missing, a key is of another kind, or they do
   *     not belong together
   */
  public static SigningKey parse(String pem) {
    Objects.requireNonNull(pem, "pem");
    VerifyingKey verifyingKey = VerifyingKey.parse(pem);
    try {
      PrivateKey key =
          KeyFactory.getInstance(verifyingKey.algorithm().keyFactory())
              .generatePrivate(new PKCS8EncodedKeySpec(Pem.block(pem, Pem.PRIVATE_KEY)));
      return new SigningKey(key, verifyingKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "Cannot read a signing key: its private half is not of the public half's algorithm", e);
    }
  }

  @Override
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    Objects.requireNonNull(message, "message");
    try {
      Signature signature = Signature.getInstance(verifyingKey.algorithm().signature());
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign by key " + verifyingKey + ": " + e, e);
    }
  }

  /**
   * Returns both halves in PEM form, as {@link #parse} reads them. The text is a secret.
   *
   * @return a {@code PRIVATE KEY} block and a {@code PUBLIC KEY} block
   */
  public String pem() {
    return Pem.write(Pem.PRIVATE_KEY, key.getEncoded()) + verifyingKey.pem();
  }

  /** Returns the id of the public half; never the private one. */
  @Override
  public String toString() {
    return "signing key " + verifyingKey;
  }
}
