package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.maintenance.Retention;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.S3DynamoTeardown;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries every line of the table in {@code docs/python.md}, in its order. */
@Tag("full")
class PythonPageTest {
  @TempDir private Path directory;
  private final LocalRepository local =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));

  @AfterEach
  void stop() {
    local
        .aws()
        .dynamoDb()
        .updateTable(r -> r.tableName(local.table()).deletionProtectionEnabled(false));
    local.close();
  }

  /** Returns one column of the table, without its empty cells. */
  private static List<String> column(int number) throws Exception {
    String page = Files.readString(Path.of("../docs/python.md"));
    String table = page.substring(page.indexOf("## Operations"), page.indexOf("### What differs"));
    List<String> cells = new ArrayList<>();
    table
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Python |"))
        .map(line -> line.split("\\|", -1)[number].strip())
        .filter(cell -> !cell.isEmpty())
        .forEach(cells::add);
    return cells;
  }

  private Map<String, Callable<?>> java() {
    String bucket = local.bucket();
    String table = local.table();
    ArtifactRepository repository = local.repository();
    Artifact app = repository.artifact("app");
    Content content = Content.of("content".getBytes(StandardCharsets.UTF_8));
    Map<String, Callable<?>> all = new LinkedHashMap<>();
    all.put(
        "S3DynamoSetup.builder().bucket(bucket).table(table).build().apply()",
        () ->
            S3DynamoSetup.builder()
                .bucket(bucket)
                .table(table)
                .s3(local.aws().s3())
                .dynamoDb(local.aws().dynamoDb())
                .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
                .build()
                .apply());
    all.put(
        "app.put(content, put -> put.metadata(\"build\", \"7\"))",
        () -> app.put(content, put -> put.metadata("build", "7")));
    all.put("app.publish()", app::publish);
    all.put("app.publish(content)", () -> app.publish(content));
    all.put("app.resolve(\"1\")", () -> app.resolve("1"));
    all.put("app.resolve(\"$LATEST\")", () -> app.resolve("$LATEST"));
    all.put("app.versions().findFirst()", () -> app.versions().findFirst().orElseThrow());
    all.put("app.versions()", () -> app.versions().findFirst().orElseThrow());
    all.put("repository.artifacts()", () -> repository.artifacts().findFirst().orElseThrow());
    all.put("app.readBytes(app.resolve(\"1\"))", () -> app.readBytes(app.resolve("1")));
    all.put("app.resolve(\"1\").uri()", () -> app.resolve("1").uri());
    all.put(
        "app.alias(\"LIVE\").pointTo(app.resolve(\"1\"))",
        () -> app.alias("LIVE").pointTo(app.resolve("1")));
    all.put(
        "app.alias(\"LIVE\").split(app.resolve(\"1\"), app.resolve(\"2\"), Weight.percent(20))",
        () -> app.alias("LIVE").split(app.resolve("1"), app.resolve("2"), Weight.percent(20)));
    all.put("app.alias(\"LIVE\").read()", () -> app.alias("LIVE").read());
    all.put("app.aliases()", () -> app.aliases().findFirst().orElseThrow());
    all.put("app.readBytes(app.resolve(\"LIVE\"))", () -> app.readBytes(app.resolve("LIVE")));
    all.put(
        "app.readBytes(app.alias(\"LIVE\").read().routing().additional().firstKey())",
        () -> app.readBytes(app.alias("LIVE").read().routing().additional().firstKey()));
    all.put(
        "app.alias(\"LIVE\").read().router().route()",
        () -> app.alias("LIVE").read().router().route());
    all.put("app.alias(\"LIVE\").delete()", done(() -> app.alias("LIVE").delete()));
    all.put("app.delete(VersionNumber.of(1))", done(() -> app.delete(VersionNumber.of(1))));
    all.put(
        "app.prune(Retention.newest(10).or(Retention.newerThan(Duration.ofDays(90)))).run()",
        () -> app.prune(Retention.newest(10).or(Retention.newerThan(Duration.ofDays(90)))).run());
    all.put("app.deleteAll()", done(app::deleteAll));
    all.put(
        "S3DynamoTeardown.builder().bucket(bucket).table(table).build().run(table)",
        () ->
            S3DynamoTeardown.builder()
                .bucket(bucket)
                .table(table)
                .s3(local.aws().s3())
                .dynamoDb(local.aws().dynamoDb())
                .build()
                .run(table));
    return all;
  }

  private static Callable<?> done(Runnable action) {
    return () -> {
      action.run();
      return "done";
    };
  }

  @Test
  void everyLineOfJavaRuns() throws Exception {
    Map<String, Callable<?>> all = java();
    assertThat(column(2))
        .containsExactlyElementsOf(all.keySet().stream().map(PythonPageTest::code).toList());
    for (Map.Entry<String, Callable<?>> line : all.entrySet()) {
      assertThat(line.getValue().call()).as(line.getKey()).isNotNull();
    }
    assertThat(local.repository().artifacts()).isEmpty();
  }

  private static String code(String line) {
    return "`" + line + "`";
  }

  @Test
  void everyCommandRuns() throws Exception {
    Files.writeString(directory.resolve("app.jar"), "content");
    List<String> lines = column(3);
    assertThat(lines).hasSizeGreaterThan(20);
    try (OneEndpoint endpoint = OneEndpoint.of(local.aws())) {
      for (String line : lines) {
        String command = line.replace("`", "").replace("TABLE", local.table());
        assertThat(command).startsWith("versioned ");
        Run.Result result =
            new Run(directory)
                .with("VERSIONED_BUCKET", local.bucket())
                .with("VERSIONED_TABLE", local.table())
                .with("VERSIONED_ENDPOINT_URL", endpoint.url())
                .with("VERSIONED_ACTOR", "tester")
                .of(command.substring("versioned ".length()).split(" "));
        assertThat(result.code()).as(command + ": " + result.out() + result.err()).isZero();
      }
    }
    assertThat(local.repository().artifacts()).isEmpty();
  }
}
