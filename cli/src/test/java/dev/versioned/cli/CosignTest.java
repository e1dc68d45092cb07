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
import java.util.List;
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
    return cosign(key, "https://versioned.dev/version/v1", file);
  }

  private int cosign(String key, String type, String file) throws Exception {
    return run(
        List.of("Verified OK", "error", "Error"),
        "cosign",
        "verify-blob-attestation",
        "--key",
        key,
        "--insecure-ignore-tlog",
        "--type",
        type,
        "--signature",
        "app.att",
        file);
  }

  private int run(List<String> expected, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(here.toFile()).redirectErrorStream(true);
    builder.environment().put("COSIGN_PASSWORD", "");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).containsAnyOf(expected.toArray(String[]::new));
    return process.exitValue();
  }

  /** The provenance of another tool, from its signature to a reader that demands it. */
  @Test
  void attestationOfCosignIsAttachedPrintedAndDemanded() throws Exception {
    done("key", "generate", "ed.pem");
    done("publish", "app", "one.txt", "--sign-key", "ed.pem");
    Files.writeString(
        here.resolve("build.json"),
        "{\"buildDefinition\":{\"buildType\":\"https://example.com/b\"},"
            + "\"runDetails\":{\"builder\":{\"id\":\"https://example.com/ci\"}}}");
    assertThat(run(List.of("Public key"), "cosign", "generate-key-pair")).isZero();
    assertThat(
            run(
                List.of("payload"),
                "cosign",
                "attest-blob",
                "--key",
                "cosign.key",
                "--tlog-upload=false",
                "--yes",
                "--type",
                "slsaprovenance1",
                "--predicate",
                "build.json",
                "--output-signature",
                "one.att",
                "one.txt"))
        .isZero();
    done("attach", "app", "1", "one.att");
    String type = "https://slsa.dev/provenance/v1";
    Files.writeString(here.resolve("app.att"), done("attestation", "app", "1", "--type", type));
    assertThat(cosign("cosign.pub", "slsaprovenance1", "one.txt")).isZero();
    assertThat(cosign("cosign.pub", "slsaprovenance1", "two.txt")).isNotZero();
    assertThat(cosign("ed.pem.pub", "slsaprovenance1", "one.txt")).isNotZero();
    Files.writeString(
        here.resolve("policy"),
        done(
            "trust",
            "--root-key",
            "ed.pem",
            "--serial",
            "1",
            "--key",
            "ed.pem.pub",
            "--attestation",
            type + "=cosign.pub"));
    assertThat(done("verify", "app", "1", "--trust", "policy", "--trust-root", "ed.pem.pub"))
        .contains("signed by ");
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
