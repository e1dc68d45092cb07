package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The behaviour that the library depends on, in which every stack must match AWS. */
abstract class LocalAwsContract {

  private static final String ANYTHING = "*";
  private static final int RACERS = 16;
  private static final int ROUNDS = 10;

  private final String bucket = "contract-" + UUID.randomUUID();
  private final String table = "contract-" + UUID.randomUUID();

  abstract LocalAws aws();

  @BeforeEach
  void createBucketAndTable() {
    aws().s3().createBucket(b -> b.bucket(bucket));
    aws()
        .dynamoDb()
        .createTable(
            b ->
                b.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build()));
    aws().dynamoDb().waiter().waitUntilTableExists(b -> b.tableName(table));
  }

  @Test
  void objectKeepsBytesAndHeaders() {
    S3Client s3 = aws().s3();
    s3.putObject(
        b ->
            b.bucket(bucket)
                .key("a/1")
                .contentType("text/x-test")
                .contentDisposition("attachment; filename=\"a.txt\"")
                .metadata(Map.of("attempt", "one")),
        RequestBody.fromString("hello"));

    assertThat(s3.getObjectAsBytes(b -> b.bucket(bucket).key("a/1")).asUtf8String())
        .isEqualTo("hello");
    HeadObjectResponse head = s3.headObject(b -> b.bucket(bucket).key("a/1"));
    assertThat(head.contentType()).isEqualTo("text/x-test");
    assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"a.txt\"");
    assertThat(head.metadata()).containsExactly(Map.entry("attempt", "one"));
  }

  @Test
  void wrongChecksumGivenUpFrontIsRefusedAndWritesNothing() {
    S3Client s3 = aws().s3();
    String zeros = "A".repeat(43) + "=";

    assertThatThrownBy(
            () ->
                s3.putObject(
                    b -> b.bucket(bucket).key("bad").checksumSHA256(zeros),
                    RequestBody.fromString("hello")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest"));
    assertThat(s3.listObjectsV2(b -> b.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void racingWritersOfOneKeyHaveOneWinner() throws Exception {
    S3Client s3 = aws().s3();
    for (int round = 0; round < ROUNDS; round++) {
      String key = "race/" + round;
      AtomicInteger racer = new AtomicInteger();
      List<Boolean> won =
          race(
              () -> {
                String mine = "racer " + racer.incrementAndGet();
                try {
                  s3.putObject(
                      b -> b.bucket(bucket).key(key).ifNoneMatch(ANYTHING),
                      RequestBody.fromString(mine));
                  return true;
                } catch (S3Exception e) {
                  assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
                  return false;
                }
              });
      assertThat(won).containsOnlyOnce(true);
    }
  }

  @Test
  void racingCompletionsOfOneKeyHaveOneWinner() throws Exception {
    assumeFalse(
        aws().deviations().contains(ServerDeviation.IF_NONE_MATCH_COMPLETION_NOT_ATOMIC),
        ServerDeviation.IF_NONE_MATCH_COMPLETION_NOT_ATOMIC.description());
    List<Boolean> won = race(() -> createsInParts("multipart"));
    assertThat(won).containsOnlyOnce(true);
  }

  @Test
  void completionOfATakenKeyIsRefused() {
    assertThat(createsInParts("multipart")).isTrue();
    assertThat(createsInParts("multipart")).isFalse();
  }

  /** Returns whether a multipart upload to a key that must be free was accepted. */
  private boolean createsInParts(String key) {
    S3Client s3 = aws().s3();
    String upload =
        s3.createMultipartUpload(
                b -> b.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32_C))
            .uploadId();
    String checksum = "mnG7TA==";
    String tag =
        s3.uploadPart(
                b ->
                    b.bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(1)
                        .checksumCRC32C(checksum),
                RequestBody.fromString("hello"))
            .eTag();
    CompletedPart part =
        CompletedPart.builder().partNumber(1).eTag(tag).checksumCRC32C(checksum).build();
    try {
      s3.completeMultipartUpload(
          b ->
              b.bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .ifNoneMatch(ANYTHING)
                  .multipartUpload(m -> m.parts(part)));
      return true;
    } catch (S3Exception e) {
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
      return false;
    }
  }

  @Test
  void copyReplacesHeadersAndChecksItsSource() {
    S3Client s3 = aws().s3();
    s3.putObject(b -> b.bucket(bucket).key("from"), RequestBody.fromString("hello"));
    String tag = s3.headObject(b -> b.bucket(bucket).key("from")).eTag();

    s3.copyObject(
        b ->
            b.sourceBucket(bucket)
                .sourceKey("from")
                .copySourceIfMatch(tag)
                .destinationBucket(bucket)
                .destinationKey("to")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/x-copy")
                .metadata(Map.of("attempt", "two")));
    HeadObjectResponse head = s3.headObject(b -> b.bucket(bucket).key("to"));
    assertThat(head.contentType()).isEqualTo("text/x-copy");
    assertThat(head.metadata()).containsExactly(Map.entry("attempt", "two"));

    assertThatThrownBy(
            () ->
                s3.copyObject(
                    b ->
                        b.sourceBucket(bucket)
                            .sourceKey("from")
                            .copySourceIfMatch("\"" + "0".repeat(32) + "\"")
                            .destinationBucket(bucket)
                            .destinationKey("other")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed"));
  }

  @Test
  void failedConditionReturnsTheItem() {
    DynamoDbClient dynamoDb = aws().dynamoDb();
    Map<String, AttributeValue> item =
        Map.of("pk", AttributeValue.fromS("a"), "n", AttributeValue.fromN("1"));
    dynamoDb.putItem(b -> b.tableName(table).item(item));

    assertThat(
            dynamoDb
                .getItem(
                    b ->
                        b.tableName(table)
                            .key(Map.of("pk", AttributeValue.fromS("a")))
                            .consistentRead(true))
                .item())
        .isEqualTo(item);
    assertThatThrownBy(
            () ->
                dynamoDb.putItem(
                    b ->
                        b.tableName(table)
                            .item(Map.of("pk", AttributeValue.fromS("a")))
                            .conditionExpression("attribute_not_exists(pk)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class, e -> assertThat(e.item()).isEqualTo(item));
  }

  @Test
  void racingPutsOfOneItemHaveOneWinner() throws Exception {
    DynamoDbClient dynamoDb = aws().dynamoDb();
    List<Boolean> won =
        race(
            () -> {
              try {
                dynamoDb.putItem(
                    b ->
                        b.tableName(table)
                            .item(Map.of("pk", AttributeValue.fromS("race")))
                            .conditionExpression("attribute_not_exists(pk)"));
                return true;
              } catch (ConditionalCheckFailedException e) {
                return false;
              }
            });
    assertThat(won).containsOnlyOnce(true);
  }

  @Test
  void clientsOfTheCallersOwnSeeEachRequest() {
    AtomicInteger requests = new AtomicInteger();
    ExecutionInterceptor counting =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            requests.incrementAndGet();
          }
        };
    try (S3Client s3 = aws().s3Builder(counting).build();
        DynamoDbClient dynamoDb = aws().dynamoDbBuilder(counting).build()) {
      s3.listBuckets();
      dynamoDb.listTables();
    }
    assertThat(requests).hasValue(2);
    // Closing those leaves the shared clients open.
    aws().s3().listBuckets();
    aws().dynamoDb().listTables();
  }

  /** Starts all racers at the same time, and returns the result of each. */
  private static <T> List<T> race(Callable<T> racer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(RACERS);
    try {
      CyclicBarrier start = new CyclicBarrier(RACERS);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return racer.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
