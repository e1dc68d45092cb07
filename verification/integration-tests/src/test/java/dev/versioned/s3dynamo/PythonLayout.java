package dev.versioned.s3dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.model.Digest;
import dev.versioned.s3dynamo.python.PythonRepository;
import dev.versioned.testkit.LocalAws;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A bucket and a table as Python's {@code versioned} fills them, written by hand. */
final class PythonLayout implements AutoCloseable {
  static final String PREFIX = "versioned-artifacts/";

  private final LocalAws aws;
  final String name = "python-" + UUID.randomUUID();

  PythonLayout(LocalAws aws) {
    this.aws = aws;
    aws.s3().createBucket(r -> r.bucket(name));
    aws.dynamoDb()
        .createTable(
            r ->
                r.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                    .attributeDefinitions(text("pk"), text("sk")));
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }

  private static AttributeDefinition text(String attribute) {
    return AttributeDefinition.builder()
        .attributeName(attribute)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  PythonRepository.Builder hybrid() {
    return s3Only().table(name).dynamoDb(aws.dynamoDb());
  }

  PythonRepository.Builder s3Only() {
    return PythonRepository.builder().bucket(name).s3(aws.s3());
  }

  static String digest(String content) {
    return Digest.of(content.getBytes(UTF_8)).hex();
  }

  /** Writes an object as {@code put_artifact} does. */
  void object(String key, String content, Map<String, String> metadata) {
    Map<String, String> all = new HashMap<>(metadata);
    all.putIfAbsent("artifact_sha256", digest(content));
    all.putIfAbsent("artifact_name", key.substring(0, key.indexOf('/')));
    aws.s3()
        .putObject(
            r -> r.bucket(name).key(PREFIX + key).contentType("binary/octet-stream").metadata(all),
            RequestBody.fromString(content));
  }

  void alias(String key, String json) {
    aws.s3().putObject(r -> r.bucket(name).key(PREFIX + key), RequestBody.fromString(json));
  }

  /** Writes an item; a value of digits is a number, true and false are booleans. */
  void item(String pk, String sk, Map<String, String> attributes) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS(pk));
    item.put("sk", AttributeValue.fromS(sk));
    attributes.forEach(
        (attribute, value) ->
            item.put(
                attribute,
                attribute.equals("is_deleted")
                    ? AttributeValue.fromBool(value.equals("true"))
                    : attribute.endsWith("weight")
                        ? AttributeValue.fromN(value)
                        : AttributeValue.fromS(value)));
    aws.dynamoDb().putItem(r -> r.tableName(name).item(item));
  }

  /** Writes object and item of a version of a hybrid repository. */
  void version(String artifact, String version, String content) {
    object(artifact + "/" + version, content, Map.of());
    record(artifact, version, digest(content), "false");
  }

  void record(String artifact, String version, String sha256, String deleted) {
    item(
        artifact,
        version,
        Map.of(
            "sha256",
            sha256,
            "is_deleted",
            deleted,
            "update_at",
            "2024-05-06T07:08:09.000000+0000"));
  }

  void alias(String artifact, String alias, Map<String, String> attributes) {
    Map<String, String> all = new HashMap<>(attributes);
    all.put("update_at", "2024-06-07T08:09:10.123456+0000");
    item("__" + artifact + "-alias", alias, all);
  }

  @Override
  public void close() {
    aws.s3()
        .listObjectsV2Paginator(r -> r.bucket(name))
        .contents()
        .forEach(object -> aws.s3().deleteObject(r -> r.bucket(name).key(object.key())));
    aws.s3().deleteBucket(r -> r.bucket(name));
    aws.dynamoDb().deleteTable(r -> r.tableName(name));
  }
}
