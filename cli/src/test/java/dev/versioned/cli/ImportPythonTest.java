package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.versioned.model.Digest;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The import of a Python repository whose objects are written by hand. */
@Tag("full")
class ImportPythonTest {
  @TempDir private Path directory;
  private LocalRepository local;
  private LocalRepository old;
  private OneEndpoint endpoint;

  @BeforeEach
  void start() {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    old = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    write("releases/app/versions/999999_000001.zip", "one", "one");
    write("releases/app/versions/999998_000002.zip", "two", "written over");
    write("releases/app/versions/000000_LATEST.zip", "three", "three");
    write("releases/app/aliases/prod.json", "", alias("1"));
    write("releases/app/aliases/next.json", "", alias("2"));
  }

  @AfterEach
  void stop() {
    endpoint.close();
    old.close();
    local.close();
  }

  private static String alias(String version) {
    return "{\"version\": \""
        + version
        + "\", \"secondary_version\": null, \"secondary_version_weight\": null}";
  }

  private void write(String key, String recorded, String content) {
    String digest = Digest.of(recorded.getBytes(StandardCharsets.UTF_8)).hex();
    old.aws()
        .s3()
        .putObject(
            r -> r.bucket(old.bucket()).key(key).metadata(Map.of("artifact_sha256", digest)),
            RequestBody.fromString(content));
  }

  private Run.Result run(String line) {
    return new Run(directory)
        .with("VERSIONED_BUCKET", local.bucket())
        .with("VERSIONED_TABLE", local.table())
        .with("VERSIONED_ENDPOINT_URL", endpoint.url())
        .with("VERSIONED_ACTOR", "tester")
        .of(line.replace("OLD", old.bucket()).split(" "));
  }

  @Test
  void faultsAreListedAndTheRestIsImported() {
    String line = "import-python --from-bucket OLD --from-prefix releases --from-suffix .zip";
    Run.Result planned = run(line + " --dry-run");
    assertThat(planned.code()).isEqualTo(5);
    assertThat(planned.out().lines())
        .anyMatch(one -> one.startsWith("DIGEST_DIFFERS app:2: "))
        .anyMatch(one -> one.startsWith("ALIAS_DANGLING app:next: "))
        .last()
        .isEqualTo("would import 1 artifact: 2 versions with $LATEST, 1 alias");
    assertThat(local.repository().artifacts()).isEmpty();

    Run.Result imported = run(line + " --output json");
    assertThat(imported.code()).isEqualTo(5);
    JsonNode json = imported.json();
    assertThat(json.get("faults")).hasSize(2);
    assertThat(json.get("faults").get(0).get("kind").asText()).isEqualTo("DIGEST_DIFFERS");
    assertThat(json.get("versions").asInt()).isEqualTo(1);
    assertThat(run("alias show app prod").out()).contains("1=100%");
    assertThat(run("versions app").out()).matches(" *1 .*\n");
  }

  @Test
  void onlyTheArtifactsThatAreWantedAreImported() {
    write("releases/other/versions/999999_000001.zip", "x", "x");
    String line = "import-python --from-bucket OLD --from-prefix releases --from-suffix .zip";
    assertThat(run(line + " --artifact other").code()).isZero();
    assertThat(run("artifacts").out()).isEqualTo("other\n");
    assertThat(run(line + " --artifact none").code()).isEqualTo(3);
    assertThat(run(line + "/").code()).isEqualTo(2);
  }
}
