package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, their PEM form, and policies that a root key signed. */
class SigningKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(UTF_8);

  /** Made by {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout}. */
  private static final String OPENSSL_PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIH8RCre4mvQdZFJfQB4p4tKPXzTYCd+JaTK70HjIERXx
      -----END PRIVATE KEY-----
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEATcxYHG3TesHg0xkPLieJmb/JsAWsleWna+jyP015Zk8=
      -----END PUBLIC KEY-----
      """;

  private static KeyPair elliptic(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @Test
  void ed25519AndP256SignAndVerify() throws Exception {
    for (SigningKey key :
        new SigningKey[] {SigningKey.generate(), SigningKey.of(elliptic("secp256r1"))}) {
      byte[] signature = key.sign(MESSAGE);
      VerifyingKey read = VerifyingKey.parse(key.verifyingKey().pem());
      assertThat(read).isEqualTo(key.verifyingKey()).hasSameHashCodeAs(key.verifyingKey());
      assertThat(read.id()).matches("[0-9a-f]{64}");
      assertThat(read.verifies(MESSAGE, signature)).isTrue();
      assertThat(read.verifies("other".getBytes(UTF_8), signature)).isFalse();
      assertThat(read.verifies(MESSAGE, new byte[64])).isFalse();
      assertThat(read.verifies(MESSAGE, new byte[0])).isFalse();
      assertThat(SigningKey.generate().verifyingKey().verifies(MESSAGE, signature)).isFalse();
      SigningKey copy = SigningKey.parse(key.pem());
      assertThat(key.verifyingKey().verifies(MESSAGE, copy.sign(MESSAGE))).isTrue();
      assertThat(key.toString()).contains(read.id()).doesNotContain("PRIVATE");
    }
  }

  @Test
  void keyThatOpensslMadeIsRead() {
    SigningKey key = SigningKey.parse(OPENSSL_PEM);
    assertThat(OPENSSL_PEM).isEqualTo(key.pem());
    assertThat(key.verifyingKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
  }

  @Test
  void otherKeysAreRefused() throws Exception {
    KeyPair p384 = elliptic("secp384r1");
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    for (KeyPair pair : new KeyPair[] {p384, rsa, ed448}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SigningKey.of(pair))
          .withMessageContaining("Ed25519 key or an EC key on P-256");
    }
  }

  @Test
  void halvesOfDifferentKeysAreRefused() throws Exception {
    KeyPair one = elliptic("secp256r1");
    KeyPair two = elliptic("secp256r1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.of(new KeyPair(one.getPublic(), two.getPrivate())))
        .withMessageContaining("does not belong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
      })
  void textsWithoutAKeyAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.parse(text))
        .withMessageStartingWith("Cannot read a");
  }

  private static final SigningKey ROOT = SigningKey.generate();

  private static TrustPolicy policy() {
    VerifyingKey one = SigningKey.generate().verifyingKey();
    VerifyingKey stolen = SigningKey.generate().verifyingKey();
    return TrustPolicy.of(one, stolen)
        .withRevoked(stolen)
        .withAllowed(ArtifactName.parse("a"), VersionNumber.of(7), Digest.of(MESSAGE))
        .withArtifacts("a", "shop-*")
        .withSignedMoves(Duration.ofDays(1))
        .withExpiry(Instant.parse("2030-01-01T00:00:00Z"));
  }

  @Test
  void signedPolicyIsReadAsItWasWritten() {
    for (TrustPolicy policy :
        new TrustPolicy[] {policy(), TrustPolicy.of(ROOT.verifyingKey()).withSignedMoves()}) {
      SignedPolicy signed = new SignedPolicy(policy, 4);
      assertThat(SignedPolicy.parse(signed.sign(ROOT), ROOT.verifyingKey())).isEqualTo(signed);
    }
  }

  @Test
  void changedPolicyIsRefused() {
    String text = new SignedPolicy(policy(), 4).sign(ROOT);
    for (String changed :
        new String[] {
          text.replace("serial 4", "serial 5"),
          text.replace("shop-*", "shop-"),
          text.replaceFirst("allow .*\n", ""),
          text.replaceFirst("\nsignature", "\nallow b 1 " + Digest.of(MESSAGE) + "\nsignature"),
          text.substring(0, text.indexOf("signature")),
          text + "allow b 1 " + Digest.of(MESSAGE) + "\n",
          new SignedPolicy(policy(), 4).sign(SigningKey.generate()),
          ""
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignedPolicy.parse(changed, ROOT.verifyingKey()))
          .withMessageStartingWith("Cannot read a trust policy: it ");
    }
  }

  @Test
  void policyOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(TrustPolicy::of);
    assertThatIllegalArgumentException().isThrownBy(() -> policy().withArtifacts());
    assertThatIllegalArgumentException().isThrownBy(() -> policy().withArtifacts("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> policy().withSignedMoves(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new SignedPolicy(policy(), 0));
  }
}
