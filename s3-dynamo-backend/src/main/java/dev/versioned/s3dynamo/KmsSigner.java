package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.signing.Signer;
import dev.versioned.signing.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Signs with an asymmetric key of AWS KMS, which the private key never leaves: of the key spec
 * {@code ECC_NIST_P256} and the usage {@code SIGN_VERIFY}. Needs {@code kms:GetPublicKey} and
 * {@code kms:Sign}, and {@code software.amazon.awssdk:kms}, which this library does not bring.
 * Readers verify with the public key alone, without KMS.
 *
 * <p>Each signature is one request: one for each version that is published, one for each move of an
 * alias. Thread-safe. The caller closes the client.
 */
public final class KmsSigner implements Signer {
  private final KmsClient kms;
  private final String keyId;
  private final VerifyingKey verifyingKey;

  private KmsSigner(KmsClient kms, String keyId, VerifyingKey verifyingKey) {
    this.kms = kms;
    this.keyId = keyId;
    this.verifyingKey = verifyingKey;
  }

  /**
   * Makes the signer of a key, and fetches its public half.
   *
   * @param kms the client
   * @param keyId the key's id, ARN, alias name or alias ARN; an alias is resolved once, here
   * @return the signer
   * @throws IllegalArgumentException if the key is of another spec
   * @throws BackendException if KMS refuses or fails
   */
  public static KmsSigner of(KmsClient kms, String keyId) {
    Objects.requireNonNull(kms, "kms");
    Objects.requireNonNull(keyId, "keyId");
    GetPublicKeyResponse key =
        call("read", keyId, kms, client -> client.getPublicKey(r -> r.keyId(keyId)));
    if (!key.signingAlgorithms().contains(SigningAlgorithmSpec.ECDSA_SHA_256)) {
      throw new IllegalArgumentException(
          "Cannot sign by KMS key "
              + keyId
              + ": it is of spec "
              + key.keySpecAsString()
              + " and usage "
              + key.keyUsageAsString()
              + ", and must be of ECC_NIST_P256 and SIGN_VERIFY");
    }
    // The ARN: an alias may be pointed at another key, whose signatures this public key does not
    // verify.
    return new KmsSigner(kms, key.keyId(), verifyingKey(key.publicKey().asByteArray()));
  }

  private static VerifyingKey verifyingKey(byte[] encoded) {
    try {
      return VerifyingKey.of(
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Cannot read the public key that KMS returned: " + e, e);
    }
  }

  private static <T> T call(
      String verb, String keyId, KmsClient kms, Function<KmsClient, T> request) {
    try {
      return request.apply(kms);
    } catch (SdkException e) {
      String message = "Cannot " + verb + " by KMS key " + keyId + ": " + e.getMessage();
      throw e.retryable()
          ? BackendException.transientFailure(message, e)
          : BackendException.permanentFailure(message, e);
    }
  }

  @Override
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    Objects.requireNonNull(message, "message");
    // KMS takes messages of up to 4 KB, and digests of longer ones.
    SdkBytes digest = SdkBytes.fromByteArray(sha256(message));
    return call(
            "sign",
            keyId,
            kms,
            client ->
                client.sign(
                    r ->
                        r.keyId(keyId)
                            .message(digest)
                            .messageType(MessageType.DIGEST)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)))
        .signature()
        .asByteArray();
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the key's ARN. */
  @Override
  public String toString() {
    return "KMS key " + keyId;
  }
}
