package dev.versioned.benchmarks;

import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Code that one would write with the SDK alone. It handles no errors and retries nothing. */
final class HandWritten {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });

  private final String bucket;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;
  private final String artifact;
  private final String pk;

  HandWritten(Servers servers, String artifact) {
    this.bucket = servers.bucket();
    this.s3 = servers.s3();
    this.dynamoDb = servers.dynamoDb();
    this.artifact = artifact;
    this.pk = "VERSIONS#" + artifact;
  }

  /**
   * Makes the library's calls in its order: a number, then the object if absent and concurrently a
   * list of the number's folder, then the item if absent.
   */
  void publish(byte[] bytes) {
    Digest digest = Digest.of(bytes);
    String attempt = UUID.randomUUID().toString();
    long number = reserve(digest, attempt);
    String key = key(number);
    CompletableFuture<ListObjectsV2Response> listed =
        CompletableFuture.supplyAsync(
            () -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(folder(number))), THREADS);
    s3.putObject(
        r ->
            r.bucket(bucket)
                .key(key)
                .ifNoneMatch("*")
                .checksumSHA256(digest.base64())
                .contentType("application/octet-stream")
                .metadata(Map.of("versioned-attempt", attempt, "versioned-sha256", digest.hex())),
        RequestBody.fromBytes(bytes));
    if (listed.join().contents().stream().anyMatch(o -> isOfAnotherAttempt(o, key, attempt))) {
      throw new IllegalStateException("the number is taken");
    }
    Map<String, AttributeValue> item = item(number, digest, bytes.length, attempt);
    dynamoDb.putItem(
        r ->
            r.tableName(bucket)
                .item(item)
                .conditionExpression("attribute_not_exists(#pk)")
                .expressionAttributeNames(Map.of("#pk", "pk"))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }

  /**
   * Returns whether an object belongs to another attempt, as the library does: by its metadata. A
   * server may list a file that it is still writing, under a name that is gone a moment later.
   */
  private boolean isOfAnotherAttempt(S3Object object, String ownKey, String attempt) {
    if (object.key().equals(ownKey)) {
      return false;
    }
    try {
      String found =
          s3.headObject(r -> r.bucket(bucket).key(object.key()))
              .metadata()
              .get("versioned-attempt");
      return found != null && !found.equals(attempt);
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  private long reserve(Digest digest, String attempt) {
    Map<String, AttributeValue> item =
        dynamoDb
            .updateItem(
                r ->
                    r.tableName(bucket)
                        .key(Map.of("pk", text(pk), "sk", text("#")))
                        .updateExpression(
                            "SET #schema = :schema, #artifact = :artifact, #listed = :yes,"
                                + " #created_at = if_not_exists(#created_at, :now),"
                                + " #fingerprint = :fingerprint, #attempt_id = :attempt"
                                + " ADD #last_number :one")
                        .conditionExpression(
                            "(attribute_not_exists(#schema) OR #schema = :schema)"
                                + " AND (attribute_not_exists(#attempt_id) OR #attempt_id <> :attempt)"
                                + " AND (attribute_not_exists(#fingerprint)"
                                + " OR #fingerprint <> :fingerprint)")
                        .expressionAttributeNames(
                            Map.of(
                                "#schema", "schema",
                                "#artifact", "artifact",
                                "#listed", "listed",
                                "#created_at", "created_at",
                                "#fingerprint", "fingerprint",
                                "#attempt_id", "attempt_id",
                                "#last_number", "last_number"))
                        .expressionAttributeValues(
                            Map.of(
                                ":schema", AttributeValue.fromN("1"),
                                ":artifact", text(artifact),
                                ":yes", text("yes"),
                                ":now", text(Instant.now().toString()),
                                ":fingerprint", text(digest.toString()),
                                ":attempt", text(attempt),
                                ":one", AttributeValue.fromN("1")))
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD))
            .attributes();
    return Long.parseLong(Objects.requireNonNull(item.get("last_number")).n());
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private String folder(long number) {
    return artifact + "/" + VersionNumber.of(number).padded() + "/";
  }

  private String key(long number) {
    return folder(number) + artifact;
  }

  private Map<String, AttributeValue> item(
      long number, Digest digest, long sizeBytes, String attempt) {
    String now = Instant.now().toString();
    return Map.ofEntries(
        Map.entry("pk", text(pk)),
        Map.entry("sk", text(VersionNumber.of(number).padded())),
        Map.entry("schema", AttributeValue.fromN("1")),
        Map.entry("artifact", text(artifact)),
        Map.entry("number", AttributeValue.fromN(Long.toString(number))),
        Map.entry("sha256", text(digest.hex())),
        Map.entry("size_bytes", AttributeValue.fromN(Long.toString(sizeBytes))),
        Map.entry("key", text(key(number))),
        Map.entry("content_type", text("application/octet-stream")),
        Map.entry("created_at", text(now)),
        Map.entry("created_by", text("ci")),
        Map.entry("attempt_id", text(attempt)));
  }

  /** Makes two calls without any guarantee: the object, then the item, under a made-up name. */
  void putObjectAndItem(byte[] bytes) {
    String name = UUID.randomUUID().toString();
    putObject(name, bytes);
    putItem(name);
  }

  /** Makes one call to S3. */
  void putObject(String name, byte[] bytes) {
    s3.putObject(r -> r.bucket(bucket).key(artifact + "/" + name), RequestBody.fromBytes(bytes));
  }

  /** Makes one call to DynamoDB. */
  void putItem(String name) {
    dynamoDb.putItem(
        r ->
            r.tableName(bucket)
                .item(
                    Map.of("pk", text(pk), "sk", text(name), "key", text(artifact + "/" + name))));
  }
}
