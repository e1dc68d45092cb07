package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program {@code cosign}, if it is installed, verifies what {@code attestation} prints. */
@Tag("full")
class CosignTest {
  @TempDir Path here;
  private LocalRepository local;
  private OneEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(isInstalled(), "cosign is not installed: go install …/cosign/v2/cmd/cosign");
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    Files.writeString(here.resolve("one.txt"), "one");
    Files.writeString(here.resolve("two.txt"), "two");
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("cosign", "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @AfterEach
  void close() {
    if (local != null) {
      endpoint.close();
      local.close();
    }
  }

  private String done(String... args) {
    Run.Result result =
        new Run(here)
            .with("VERSIONED_BUCKET", local.bucket())
            .with("VERSIONED_TABLE", local.table())
            .with("VERSIONED_ENDPOINT_URL", endpoint.url())
            .of(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private int cosign(String key, String file) throws Exception {
    Process process =
        new ProcessBuilder(
                "cosign",
                "verify-blob-attestation",
                "--key",
                key,
                "--insecure-ignore-tlog",
                "--type",
                "https://versioned.dev/version/v1",
                "--signature",
                "app.att",
                file)
            .directory(here.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).containsAnyOf("Verified OK", "error", "Error");
    return process.exitValue();
  }

  private void verifies(String key) throws Exception {
    done("publish", "app", "one.txt", "--sign-key", key + ".pem", "--meta", "git.sha=1a2b");
    Files.writeString(here.resolve("app.att"), done("attestation", "app", "1"));
    assertThat(cosign(key + ".pem.pub", "one.txt")).isZero();
    assertThat(cosign(key + ".pem.pub", "two.txt")).isNotZero();
    done("key", "generate", "other.pem");
    assertThat(cosign("other.pem.pub", "one.txt")).isNotZero();
  }

  @Test
  void ed25519SignatureIsVerified() throws Exception {
    done("key", "generate", "ed.pem");
    verifies("ed");
  }

  @Test
  void ecdsaSignatureIsVerified() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    String open = pem("PUBLIC KEY", pair.getPublic().getEncoded());
    Files.writeString(
        here.resolve("ec.pem"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + open);
    Files.writeString(here.resolve("ec.pem.pub"), open);
    verifies("ec");
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
