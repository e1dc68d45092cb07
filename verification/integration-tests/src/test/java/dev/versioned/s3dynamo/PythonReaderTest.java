package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Alias;
import dev.versioned.model.Router;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** The reader in Python: its own tests, over what the library wrote, and the job that uses it. */
@Tag("full")
class PythonReaderTest {
  private static final LocalAws AWS = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
  private static final String PREFIX = "prod/";
  private static final String TABLE = "python-reader-" + UUID.randomUUID();
  private static final Path READER = Path.of("../../readers/python").toAbsolutePath().normalize();
  private static final Path JOB = Path.of("../../examples/python/nightly_batch.py");

  private static LocalRepository local;
  private static ArtifactRepository repository;
  private static Python python;

  @BeforeAll
  static void start() throws Exception {
    python = Python.with(AWS, "python-reader", READER.resolve("requirements.txt"));
    local = LocalRepository.create(AWS);
    S3DynamoSetup setup =
        S3DynamoSetup.builder()
            .bucket(local.bucket())
            .prefix(PREFIX)
            .table(TABLE)
            .s3(AWS.s3())
            .dynamoDb(AWS.dynamoDb())
            .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
            .build();
    assertThat(setup.apply()).isNotNull();
    repository =
        S3DynamoRepository.builder()
            .bucket(local.bucket())
            .table(TABLE)
            .prefix(PREFIX)
            .s3(AWS.s3())
            .dynamoDb(AWS.dynamoDb())
            .build();
  }

  @AfterAll
  static void stop() {
    if (local != null) {
      repository.close();
      AWS.dynamoDb().deleteTable(r -> r.tableName(TABLE));
      local.close();
    }
  }

  private static void overwrite(String key, String content) {
    AWS.s3().putObject(r -> r.bucket(local.bucket()).key(key), RequestBody.fromString(content));
  }

  private static String read(String key) {
    return AWS.s3()
        .getObjectAsBytes(r -> r.bucket(local.bucket()).key(key))
        .asString(StandardCharsets.UTF_8);
  }

  private static String routes(Artifact app) {
    Alias alias = app.alias("LIVE").read();
    Router<Target> router = alias.router(app.alias("LIVE").overrides(alias), target -> target);
    return IntStream.range(0, 200)
        .mapToObj(i -> "\"user-" + i + "\": " + router.route("user-" + i))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Test
  void readerPassesItsTestsAndAllVectors() throws Exception {
    Artifact app = repository.artifact("app");
    for (int i = 1; i <= 5; i++) {
      Content content = Content.of("content " + i).withFileName("app.txt");
      String build = Integer.toString(i);
      app.publish(content, publish -> publish.metadata("build", build));
    }
    app.put(Content.of("in work"));
    VersionNumber one = VersionNumber.of(1);
    app.alias("LIVE").split(one, VersionNumber.of(3), Weight.percent(10));
    app.alias("LIVE").override("user-7", VersionNumber.of(3));
    overwrite(PREFIX + "app/000000000002/app.txt", "longer than before");
    overwrite(PREFIX + "app/000000000004/app.txt", "content X");
    AWS.s3().deleteObject(r -> r.bucket(local.bucket()).key(PREFIX + "app/000000000005/app.txt"));

    Python.Outcome tested =
        python.run(
            Map.of(
                "VERSIONED_BUCKET",
                local.bucket(),
                "VERSIONED_TABLE",
                TABLE,
                "VERSIONED_PREFIX",
                PREFIX,
                "EXPECTED_ROUTES",
                routes(app)),
            READER.resolve("test_versioned_reader.py").toString());
    assertThat(tested.code()).as(tested.text()).isZero();
    assertThat(tested.text()).contains("Ran 16 tests").endsWith("OK\n");
  }

  @Test
  void jobScoresAllAccountsByOneVersion() throws Exception {
    Artifact model = repository.artifact("fraud-model");
    model.alias("LIVE").pointTo(model.publish(Content.of("weights 1")).version());
    overwrite("data/accounts.txt", "ada bob carol");
    assertThat(runJob("LIVE")).contains("scoring by fraud-model:1, sha256 ");
    assertThat(read("data/scores.csv"))
        .isEqualTo(
            "ada,weights 1,fraud-model:1\nbob,weights 1,fraud-model:1\ncarol,weights 1,fraud-model:1");

    model.alias("LIVE").pointTo(model.publish(Content.of("weights 2")).version());
    assertThat(runJob("1")).contains("scoring by fraud-model:1");
    assertThat(runJob("LIVE")).contains("scoring by fraud-model:2");
    assertThat(read("data/scores.csv")).startsWith("ada,weights 2,fraud-model:2\n");
  }

  private static String runJob(String qualifier) throws Exception {
    Python.Outcome run =
        python.run(
            Map.of("PYTHONPATH", READER.toString()),
            JOB.toString(),
            "--bucket",
            local.bucket(),
            "--table",
            TABLE,
            "--prefix",
            PREFIX,
            "--accounts",
            "s3://" + local.bucket() + "/data/accounts.txt",
            "--scores",
            "s3://" + local.bucket() + "/data/scores.csv",
            "--qualifier",
            qualifier,
            "--job-bookmark-option",
            "job-bookmark-disable");
    assertThat(run.code()).as(run.text()).isZero();
    return run.text();
  }
}
