package dev.versioned.benchmarks;

import dev.versioned.ArtifactRepository;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.s3dynamo.StoredForm;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 and a DynamoDB, with a bucket and a table for this run only.
 *
 * <p>The library and the hand-written code use the same clients, so that only their use differs:
 * the clients that the library creates by default, except that they do not sign payloads over plain
 * HTTP either.
 */
final class Servers implements AutoCloseable {
  static final String REGION = "us-east-1";

  private final String name;
  private final URI s3Endpoint;
  private final URI dynamoDbEndpoint;
  private final String bucket;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;
  private final Optional<ProcessHandle> s3Process;

  private Servers(
      String name,
      URI s3Endpoint,
      URI dynamoDbEndpoint,
      String bucket,
      Optional<ProcessHandle> s3Process) {
    this.s3Process = s3Process;
    this.name = name;
    this.s3Endpoint = s3Endpoint;
    this.dynamoDbEndpoint = dynamoDbEndpoint;
    this.bucket = bucket;
    this.s3 = StoredForm.s3(s3Endpoint).putAuthScheme(new UnsignedPayloadScheme()).build();
    this.dynamoDb = StoredForm.dynamoDb(dynamoDbEndpoint);
  }

  /** Creates bucket and table. */
  static Servers create(
      String name, URI s3Endpoint, URI dynamoDbEndpoint, Optional<ProcessHandle> s3Process) {
    Servers servers =
        new Servers(
            name, s3Endpoint, dynamoDbEndpoint, "versioned-bench-" + UUID.randomUUID(), s3Process);
    // Without S3DynamoSetup, because not every server supports all the rules that it sets.
    servers.s3.createBucket(r -> r.bucket(servers.bucket));
    StoredForm.createTable(servers.dynamoDb, servers.bucket);
    return servers;
  }

  /** Opens the bucket and the table that another process has created. */
  static Servers open(URI s3Endpoint, URI dynamoDbEndpoint, String bucket) {
    return new Servers("", s3Endpoint, dynamoDbEndpoint, bucket, Optional.empty());
  }

  String name() {
    return name;
  }

  URI s3Endpoint() {
    return s3Endpoint;
  }

  URI dynamoDbEndpoint() {
    return dynamoDbEndpoint;
  }

  /** Returns the name of both the bucket and the table. */
  String bucket() {
    return bucket;
  }

  S3Client s3() {
    return s3;
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /** Returns the process of the S3 server, if this run has started it. */
  Optional<ProcessHandle> s3Process() {
    return s3Process;
  }

  ArtifactRepository repository() {
    return repository(s3, dynamoDb);
  }

  /** Opens a repository with the default settings. */
  ArtifactRepository plainRepository() {
    return builder(s3, dynamoDb).build();
  }

  /** Opens a repository that reads lists in pages of ten. */
  ArtifactRepository repository(S3Client s3, DynamoDbClient dynamoDb) {
    return builder(s3, dynamoDb)
        .settings(settings -> settings.withPageSize(Histories.PAGE))
        .build();
  }

  private S3DynamoRepository.Builder builder(S3Client s3, DynamoDbClient dynamoDb) {
    return S3DynamoRepository.builder().bucket(bucket).table(bucket).s3(s3).dynamoDb(dynamoDb);
  }

  S3Client s3(ExecutionInterceptor interceptor) {
    return S3Client.builder()
        .region(Region.of(REGION))
        .endpointOverride(s3Endpoint)
        .forcePathStyle(true)
        .overrideConfiguration(c -> c.addExecutionInterceptor(interceptor))
        .build();
  }

  DynamoDbClient dynamoDb(ExecutionInterceptor interceptor) {
    return DynamoDbClient.builder()
        .region(Region.of(REGION))
        .endpointOverride(dynamoDbEndpoint)
        .overrideConfiguration(c -> c.addExecutionInterceptor(interceptor))
        .build();
  }

  /** Removes all objects whose keys have this prefix, to free the disk. */
  void removeObjects(String prefix) {
    for (S3Object object :
        s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents()) {
      s3.deleteObject(r -> r.bucket(bucket).key(object.key()));
    }
  }

  /** Removes bucket and table. */
  void remove() {
    removeObjects("");
    s3.deleteBucket(r -> r.bucket(bucket));
    dynamoDb.deleteTable(r -> r.tableName(bucket));
  }

  @Override
  public void close() {
    s3.close();
    dynamoDb.close();
  }

  /** Returns the servers' names. */
  @Override
  public String toString() {
    return name;
  }
}
