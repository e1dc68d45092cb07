package dev.versioned.signing;

/**
 * Signs messages with a private key, which may be out of this process's reach, as in AWS KMS.
 * {@link SigningKey} is the implementation for keys in memory.
 *
 * <p>Implementations must be thread-safe.
 */
public interface Signer {

  /**
   * Returns the public half of the key, with which readers verify the signatures.
   *
   * @return the public key
   */
  VerifyingKey verifyingKey();

  /**
   * Signs a message: by Ed25519, or by ECDSA on P-256 over the message's SHA-256 digest, in the DER
   * form.
   *
   * @param message the message, of any length
   * @return the signature
   * @throws RuntimeException if the key cannot be used; what was to be signed is not written then
   */
  byte[] sign(byte[] message);
}
