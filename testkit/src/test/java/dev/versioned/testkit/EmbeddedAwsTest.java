package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Tag("full")
class EmbeddedAwsTest {

  private static EmbeddedAws inMemory;
  private static EmbeddedAws onDisk;

  @BeforeAll
  static void start() {
    inMemory = EmbeddedAws.startInMemory();
    onDisk = EmbeddedAws.startOnDisk();
  }

  @AfterAll
  static void stop() {
    inMemory.close();
    onDisk.close();
  }

  @Nested
  class InMemory extends LocalAwsContract {
    @Override
    LocalAws aws() {
      return inMemory;
    }
  }

  @Nested
  class OnDisk extends LocalAwsContract {
    @Override
    LocalAws aws() {
      return onDisk;
    }
  }

  @Test
  void twoStacksShareNothing() {
    String bucket = "mine-" + UUID.randomUUID();
    inMemory.s3().createBucket(b -> b.bucket(bucket));
    try (EmbeddedAws other = EmbeddedAws.startInMemory()) {
      assertThat(other.s3().listBuckets().buckets()).isEmpty();
      assertThat(other.dynamoDb().listTables().tableNames()).isEmpty();
    }
  }

  @Test
  void serversListenOnThisMachineOnly() {
    assertThat(inMemory.s3Endpoint().getHost()).isEqualTo("127.0.0.1");
    assertThat(inMemory.dynamoDbEndpoint().getHost()).isEqualTo("127.0.0.1");
    assertThat(inMemory.toString()).doesNotContain(inMemory.secretKey());
  }

  @Test
  void wrongSecretKeyIsRefused() {
    try (S3Client stranger =
        S3Client.builder()
            .endpointOverride(inMemory.s3Endpoint())
            .region(software.amazon.awssdk.regions.Region.of(inMemory.region()))
            .forcePathStyle(true)
            .httpClientBuilder(software.amazon.awssdk.http.apache5.Apache5HttpClient.builder())
            .credentialsProvider(
                software.amazon.awssdk.auth.credentials.StaticCredentialsProvider.create(
                    software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                        inMemory.accessKey(), "wrong")))
            .build()) {
      assertThatThrownBy(stranger::listBuckets)
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
    }
  }

  @Test
  void closedStackHasStoppedItsServersAndRemovedItsFiles() throws IOException {
    List<Path> before = temporaryFolders();
    EmbeddedAws aws = EmbeddedAws.startOnDisk();
    aws.s3().createBucket(b -> b.bucket("some-bucket"));
    aws.s3().putObject(b -> b.bucket("some-bucket").key("a/b"), RequestBody.fromString("x"));
    assertThat(temporaryFolders()).hasSize(before.size() + 1);
    S3Client s3 = aws.s3Builder().build();
    DynamoDbClient dynamoDb = aws.dynamoDbBuilder().build();

    aws.close();
    aws.close();

    assertThat(temporaryFolders()).isEqualTo(before);
    try (s3;
        dynamoDb) {
      assertThatThrownBy(s3::listBuckets).isInstanceOf(SdkClientException.class);
      assertThatThrownBy(dynamoDb::listTables).isInstanceOf(SdkClientException.class);
    }
  }

  /** The list of deviations is useful only while it is true, in both directions. */
  @Test
  void declaredDeviationsAreSeen() {
    S3Client s3 = inMemory.s3();
    String bucket = "deviations-" + UUID.randomUUID();
    s3.createBucket(b -> b.bucket(bucket));
    s3.putObject(b -> b.bucket(bucket).key("a"), RequestBody.fromString("x"));

    assertThat(inMemory.deviations())
        .contains(
            ServerDeviation.COPY_IGNORES_DESTINATION_CONDITION,
            ServerDeviation.NO_PUBLIC_ACCESS_BLOCK,
            ServerDeviation.NO_LIFECYCLE,
            ServerDeviation.NO_PITR)
        .doesNotContain(ServerDeviation.CONDITIONAL_DELETE_UNSUPPORTED);
    s3.copyObject(
        b ->
            b.sourceBucket(bucket)
                .sourceKey("a")
                .destinationBucket(bucket)
                .destinationKey("a")
                .metadataDirective("REPLACE")
                .ifNoneMatch("*"));
    assertThatThrownBy(() -> s3.getPublicAccessBlock(b -> b.bucket(bucket)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    assertThatThrownBy(() -> s3.getBucketLifecycleConfiguration(b -> b.bucket(bucket)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    assertThatThrownBy(() -> inMemory.dynamoDb().describeContinuousBackups(b -> b.tableName("any")))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
    assertThatThrownBy(() -> s3.deleteObject(b -> b.bucket(bucket).key("a").ifMatch("\"0\"")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed"));
  }

  private static List<Path> temporaryFolders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("versioned-s3-"))
          .sorted()
          .toList();
    }
  }
}
