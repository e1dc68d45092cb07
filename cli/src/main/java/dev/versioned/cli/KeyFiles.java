package dev.versioned.cli;

import dev.versioned.s3dynamo.KmsSigner;
import dev.versioned.signing.SignedPolicy;
import dev.versioned.signing.Signer;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys and the trust policy that the options name as files. */
record KeyFiles(Session session) {
  private static final long MOST_BYTES = 4 << 20;
  private static final String KMS = "kms:";
  private static final String PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----";

  /** Returns the key of {@code --sign-key}. */
  Optional<Signer> signer() {
    return session.settings().find("sign-key").map(this::signer);
  }

  private Signer signer(String key) {
    return key.startsWith(KMS)
        ? KmsSigner.of(session.kms(), key.substring(KMS.length()))
        : signingKey(key);
  }

  SigningKey signingKey(String file) {
    try {
      return SigningKey.parse(read(file));
    } catch (IllegalArgumentException e) {
      throw in(file, e);
    }
  }

  /** Returns the policy of {@code --trust}. */
  Optional<TrustPolicy> policy() {
    Optional<String> root = session.settings().find("trust-root");
    Optional<String> trust = session.settings().find("trust");
    if (root.isPresent() && trust.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot use --trust-root alone: give the policy that the key has signed as --trust");
    }
    return trust.map(file -> root.map(r -> signed(file, r)).orElseGet(() -> ofKeys(file)));
  }

  private TrustPolicy signed(String file, String rootFile) {
    VerifyingKey root = verifyingKey(rootFile);
    try {
      SignedPolicy signed = SignedPolicy.parse(read(file), root);
      checkSerial(signed.serial());
      return signed.policy();
    } catch (IllegalArgumentException e) {
      throw in(file, e);
    }
  }

  /** An earlier policy may trust a key that was revoked since. */
  private void checkSerial(long serial) {
    String least = session.settings().find("trust-serial").orElse("1");
    if (!least.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "Cannot use '" + least + "' as --trust-serial: write a whole number");
    } else if (serial < Long.parseLong(least)) {
      throw new IllegalArgumentException(
          "Cannot use the policy: its serial number is "
              + serial
              + ", and --trust-serial accepts "
              + least
              + " and higher");
    }
  }

  private TrustPolicy ofKeys(String file) {
    String text = read(file);
    List<VerifyingKey> keys = new ArrayList<>();
    try {
      for (int at = text.indexOf(PUBLIC_KEY); at >= 0; at = text.indexOf(PUBLIC_KEY, at + 1)) {
        keys.add(VerifyingKey.parse(text.substring(at)));
      }
    } catch (IllegalArgumentException e) {
      throw in(file, e);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot trust " + file + ": it has no public key; if it is a policy, give --trust-root");
    }
    return TrustPolicy.of(keys);
  }

  VerifyingKey verifyingKey(String file) {
    try {
      return VerifyingKey.parse(read(file));
    } catch (IllegalArgumentException e) {
      throw in(file, e);
    }
  }

  private static IllegalArgumentException in(String file, IllegalArgumentException e) {
    return new IllegalArgumentException(e.getMessage() + " (in " + file + ")", e);
  }

  private String read(String file) {
    Path path = session.path(file);
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new IllegalArgumentException("Cannot read " + file + ": it is too large for a key");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + file + ": " + e, e);
    }
  }
}
