package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.DeafS3;
import dev.versioned.testkit.fault.PlainDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a user sees of a store that breaks promises. */
class RefusedStoresTest {
  private static final LocalAws AWS = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
  private final LocalRepository local = LocalRepository.create(AWS);

  @TempDir private Path folder;

  @AfterEach
  void remove() {
    AWS.dynamoDb().updateTable(r -> r.tableName(local.table()).deletionProtectionEnabled(false));
    local.close();
  }

  /** Publishes with servers that no record says anything of. */
  private Run.Result run(URI s3, URI dynamoDb, String... args) throws IOException {
    AWS.dynamoDb()
        .updateItem(
            r ->
                r.tableName(local.table())
                    .key(
                        Map.of(
                            "pk",
                            AttributeValue.fromS("REPOSITORY"),
                            "sk",
                            AttributeValue.fromS("#")))
                    .updateExpression("REMOVE examined_at"));
    Files.writeString(folder.resolve("one.txt"), "one");
    try (OneEndpoint endpoint = OneEndpoint.of(s3, dynamoDb)) {
      return new Run(folder)
          .with("VERSIONED_BUCKET", local.bucket())
          .with("VERSIONED_TABLE", local.table())
          .with("VERSIONED_ENDPOINT_URL", endpoint.url())
          .of(args);
    }
  }

  private void assertNothingIsPublished() {
    assertThat(AWS.dynamoDb().scan(r -> r.tableName(local.table())).items())
        .noneMatch(item -> item.get("pk").s().contains("app"));
    assertThat(AWS.s3().listObjectsV2(r -> r.bucket(local.bucket())).contents())
        .extracting(object -> object.key())
        .containsExactly(".versioned");
  }

  @Test
  void storeThatIgnoresTheConditionOfACompletionIsRefused() throws IOException {
    try (DeafS3 deaf = DeafS3.before(AWS, DeafS3.Fault.COMPLETION, Duration.ZERO)) {
      for (String command : new String[] {"publish app one.txt", "put app one.txt", "init"}) {
        Run.Result result = run(deaf.endpoint(), AWS.dynamoDbEndpoint(), command.split(" "));
        assertThat(result.code()).as(command).isEqualTo(1);
        assertThat(result.err())
            .contains(
                "cannot keep versions safe (S3: multipart completion refuses to overwrite"
                    + " (If-None-Match): the object was replaced); use AWS, or a server that keeps"
                    + " S3's conditional writes: this one lets versions be overwritten; see"
                    + " docs/stores.md\n");
        assertNothingIsPublished();
      }
    }
  }

  @Test
  void storeWithoutTransactionsIsRefused() throws IOException {
    try (PlainDynamoDb plain = PlainDynamoDb.before(AWS)) {
      Run.Result result =
          run(AWS.s3Endpoint(), plain.endpoint(), "publish", "app", "one.txt", "--output", "json");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.error().get("code").asText()).isEqualTo("BACKEND");
      assertThat(result.error().get("retryable").asBoolean()).isFalse();
      assertThat(result.error().get("message").asText())
          .startsWith("Cannot write to the repository: s3://" + local.bucket() + "/ and table ")
          .contains("DynamoDB: a transaction whose condition fails writes nothing")
          .contains("UnknownOperationException")
          .endsWith("see docs/stores.md");
      assertNothingIsPublished();
    }
  }

  @Test
  void storeThatKeepsItsPromisesIsUsed() throws IOException {
    assertThat(run(AWS.s3Endpoint(), AWS.dynamoDbEndpoint(), "publish", "app", "one.txt").code())
        .isZero();
  }
}
