package dev.versioned.release;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.jcajce.JcaPGPObjectFactory;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;
import org.bouncycastle.openpgp.operator.jcajce.JcePBESecretKeyEncryptorBuilder;

/** An OpenPGP key that exists as long as the test. */
record ThrowAwayKey(String armored, String passphrase, PGPPublicKey publicKey) {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  static ThrowAwayKey create() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(3072);
    PGPKeyPair pair =
        new JcaPGPKeyPair(
            4,
            PublicKeyAlgorithmTags.RSA_GENERAL,
            generator.generateKeyPair(),
            Date.from(Instant.now()));
    String passphrase = "of a test";
    PGPKeyRingGenerator ring =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            pair,
            "Test of a release <test@example.org>",
            new JcaPGPDigestCalculatorProviderBuilder().build().get(HashAlgorithmTags.SHA1),
            null,
            null,
            new JcaPGPContentSignerBuilder(
                PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA256),
            new JcePBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setProvider(PROVIDER)
                .build(passphrase.toCharArray()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor = ArmoredOutputStream.builder().build(bytes)) {
      ring.generateSecretKeyRing().encode(armor);
    }
    return new ThrowAwayKey(bytes.toString(US_ASCII), passphrase, pair.getPublicKey());
  }

  /** Returns whether {@code signature} is this key's signature of the file's bytes. */
  boolean signed(Path file, Path signature) throws Exception {
    PGPSignature read = read(signature);
    read.init(new JcaPGPContentVerifierBuilderProvider().setProvider(PROVIDER), publicKey);
    read.update(Files.readAllBytes(file));
    return read.verify();
  }

  private static PGPSignature read(Path signature) throws IOException {
    try (InputStream in = PGPUtil.getDecoderStream(Files.newInputStream(signature))) {
      return ((PGPSignatureList) new JcaPGPObjectFactory(in).nextObject()).get(0);
    }
  }
}
