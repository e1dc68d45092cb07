package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.signing.Attestation;
import dev.versioned.signing.SigningKey;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing and trusting, from the first key to a stolen one, by the command. */
@Tag("full")
class SigningCommandsTest {
  @TempDir Path here;
  private final LocalRepository local =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private final OneEndpoint endpoint = OneEndpoint.of(local.aws());

  @BeforeEach
  void write() throws IOException {
    Files.writeString(here.resolve("one.txt"), "one");
    Files.writeString(here.resolve("two.txt"), "two");
  }

  @AfterEach
  void close() {
    endpoint.close();
    local.close();
  }

  private Run prepared() {
    return new Run(here)
        .with("VERSIONED_BUCKET", local.bucket())
        .with("VERSIONED_TABLE", local.table())
        .with("VERSIONED_ENDPOINT_URL", endpoint.url());
  }

  private String done(String... args) {
    Run.Result result = prepared().of(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private void refused(String why, String... args) {
    Run.Result result = prepared().of(args);
    assertThat(result.code()).isEqualTo(5);
    assertThat(result.err()).contains(why);
  }

  @Test
  void signedReleaseIsTrustedAndAnUnsignedOneIsNot() throws IOException {
    done("key", "generate", "ci.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.resolve("ci.pem"))))
        .isEqualTo("rw-------");
    done("publish", "app", "one.txt", "--sign-key", "ci.pem");
    done("publish", "app", "two.txt");
    done("alias", "point", "app", "LIVE", "1", "--sign-key", "ci.pem");
    assertThat(done("verify", "app", "LIVE", "--trust", "ci.pem.pub")).startsWith("verified app:1");
    refused("it is not signed", "get", "app", "2", "-o", "got", "--trust", "ci.pem.pub");
    refused("it is not signed", "alias", "point", "app", "LIVE", "2", "--trust", "ci.pem.pub");
    assertThat(here.resolve("got")).doesNotExist();
    assertThat(done("publish", "app", "two.txt", "--sign-key", "ci.pem")).startsWith("unchanged");
    done("get", "app", "2", "-o", "got", "--trust", "ci.pem.pub");
    assertThat(here.resolve("got")).hasContent("two");
  }

  @Test
  void policyDemandsTheProvenanceOfABuilder() throws IOException {
    for (String key : List.of("root.pem", "ci.pem", "builder.pem")) {
      done("key", "generate", key);
    }
    done("publish", "app", "one.txt", "--sign-key", "ci.pem");
    String type = "https://slsa.dev/provenance/v1";
    Files.writeString(
        here.resolve("policy"),
        done(
            "trust",
            "--root-key",
            "root.pem",
            "--serial",
            "1",
            "--key",
            "ci.pem.pub",
            "--attestation",
            type + "=builder.pem.pub"));
    String[] verify = {"verify", "app", "1", "--trust", "policy", "--trust-root", "root.pem.pub"};
    refused("no attestation of type " + type, verify);
    SigningKey builder = SigningKey.parse(Files.readString(here.resolve("builder.pem")));
    Files.writeString(here.resolve("one.att"), Envelopes.envelope(type, "one", builder));
    assertThat(done("attach", "app", "1", "one.att")).startsWith("app:1 has the attestation");
    assertThat(done(verify))
        .contains("verified app:1")
        .contains("signed by " + builder.verifyingKey().id());
    assertThat(done("show", "app", "1", "--attestations")).contains("attested      " + type);
    Attestation printed =
        Attestation.parse(done("attestation", "app", "1", "--type", type), Instant.EPOCH);
    assertThat(printed.isSignedBy(builder.verifyingKey())).isTrue();
    assertThat(printed.keyIds()).containsExactly("::warning::##[x]");
  }

  @Test
  void policyOfARootKeyRevokesAStolenKey() throws IOException {
    done("key", "generate", "root.pem");
    done("key", "generate", "old.pem");
    done("key", "generate", "new.pem");
    done("publish", "app", "one.txt", "--sign-key", "old.pem");
    String digest =
        prepared().of("show", "app", "1", "--output", "json").json().at("/version/digest").asText();
    done("publish", "app", "two.txt", "--sign-key", "old.pem");
    Files.writeString(
        here.resolve("policy"),
        done(
            "trust",
            "--root-key",
            "root.pem",
            "--serial",
            "2",
            "--key",
            "new.pem.pub",
            "--revoke",
            "old.pem.pub",
            "--allow",
            "app:1=" + digest,
            "--signed-moves",
            "1d"));
    String[] trusting = {"--trust", "policy", "--trust-root", "root.pem.pub"};
    done("verify", "app", "1", trusting[0], trusting[1], trusting[2], trusting[3]);
    refused("revoked key", "show", "app", "2", "--trust", "policy", "--trust-root", "root.pem.pub");
    done("alias", "point", "app", "LIVE", "1");
    refused(
        "last move is not signed",
        "show",
        "app",
        "LIVE",
        "--trust",
        "policy",
        "--trust-root",
        "root.pem.pub");
    refused("last move is not signed", "alias", "renew", "app", "LIVE", "--sign-key", "new.pem");
    done("alias", "point", "app", "LIVE", "1", "--sign-key", "new.pem");
    done("alias", "renew", "app", "LIVE", "--sign-key", "new.pem");
    done("show", "app", "LIVE", "--trust", "policy", "--trust-root", "root.pem.pub");
    Run.Result old =
        prepared()
            .with("VERSIONED_TRUST_SERIAL", "3")
            .of("show", "app", "1", "--trust", "policy", "--trust-root", "root.pem.pub");
    assertThat(old.code()).isEqualTo(2);
    assertThat(old.err()).contains("its serial number is 2, and --trust-serial accepts 3");
    Run.Result forged =
        prepared().of("show", "app", "1", "--trust", "policy", "--trust-root", "new.pem.pub");
    assertThat(forged.code()).isEqualTo(2);
    assertThat(forged.err()).contains("not signed by the root key");
  }
}
