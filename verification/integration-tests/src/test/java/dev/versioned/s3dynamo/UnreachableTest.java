package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The errors for a missing bucket, table, credentials or server. */
@Tag("again")
class UnreachableTest {
  private static final LocalAws AWS = SharedLocalAws.select();
  private static final LocalRepository LOCAL = LocalRepository.create(AWS);

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  private static BackendException publish(
      String bucket, String table, S3Client s3, DynamoDbClient dynamoDb) {
    try (ArtifactRepository repo =
        S3DynamoRepository.builder()
            .bucket(bucket)
            .table(table)
            .s3(s3)
            .dynamoDb(dynamoDb)
            .settings(s -> s.withContentionTimeout(Duration.ofMillis(100)))
            .build()) {
      BackendException e =
          catchThrowableOfType(
              BackendException.class,
              () -> repo.artifact("a" + System.nanoTime()).publish(Content.of("one")));
      assertThat(e).as("the failure").isNotNull().hasMessageStartingWith("Cannot ");
      return e;
    }
  }

  @Test
  void missingBucketIsNamedWithWhatToDo() {
    BackendException e =
        publish("versioned-no-such-bucket", LOCAL.table(), AWS.s3(), AWS.dynamoDb());
    assertThat(e)
        .hasMessageContaining("there is no bucket versioned-no-such-bucket in ")
        .hasMessageContaining("create it with S3DynamoSetup");
    assertThat(e.isRetryable()).isFalse();
  }

  @Test
  void missingTableIsNamedWithWhatToDo() {
    BackendException e =
        publish(LOCAL.bucket(), "versioned-no-such-table", AWS.s3(), AWS.dynamoDb());
    assertThat(e)
        .hasMessageContaining("there is no table versioned-no-such-table in ")
        .hasMessageContaining("create it with S3DynamoSetup");
    assertThat(e.isRetryable()).isFalse();
  }

  @Test
  void missingCredentialsAreReportedAndNotRetried() {
    AwsCredentialsProvider none =
        AwsCredentialsProviderChain.of(EnvironmentVariableCredentialsProvider.create());
    assumeTrue(System.getenv("AWS_ACCESS_KEY_ID") == null, "the environment has credentials");
    try (DynamoDbClient dynamoDb = AWS.dynamoDbBuilder().credentialsProvider(none).build()) {
      BackendException e = publish(LOCAL.bucket(), LOCAL.table(), AWS.s3(), dynamoDb);
      assertThat(e).hasMessageContaining("there are no AWS credentials; the SDK looked in");
      assertThat(e.isRetryable()).isFalse();
    }
  }

  @Test
  void serverThatAcceptsNoConnectionIsNamedAndNothingHappened() throws IOException {
    URI nowhere;
    try (ServerSocket socket = new ServerSocket(0)) {
      nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    try (DynamoDbClient dynamoDb = AWS.dynamoDbBuilder().endpointOverride(nowhere).build();
        S3Client s3 = AWS.s3Builder().endpointOverride(nowhere).build()) {
      BackendException e = publish(LOCAL.bucket(), LOCAL.table(), AWS.s3(), dynamoDb);
      assertThat(e).hasMessageContaining("endpoint " + nowhere + " accepts no connections");
      assertThat(e.isRetryable()).isTrue();
      assertThat(e.isOutcomeUnknown()).isFalse();
      e = publish(LOCAL.bucket(), LOCAL.table(), s3, AWS.dynamoDb());
      assertThat(e).hasMessageContaining("endpoint " + nowhere + " accepts no connections");
      assertThat(e.isOutcomeUnknown()).isFalse();
    }
  }
}
