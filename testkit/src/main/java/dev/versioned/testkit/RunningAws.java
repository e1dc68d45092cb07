package dev.versioned.testkit;

import java.net.URI;
import java.util.Set;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The common part of all stacks once their servers answer; they differ only in how they start. */
abstract sealed class RunningAws implements LocalAws
    permits EmbeddedAws, LocalStackAws, EndpointAws {

  private final String name;
  private final AwsClients clients;
  private final Set<ServerDeviation> deviations;
  private final Cleanup cleanup;

  /** Takes over the cleanup, which also closes the clients. */
  RunningAws(String name, AwsClients clients, Set<ServerDeviation> deviations, Cleanup cleanup) {
    this.name = name;
    this.clients = clients;
    this.deviations = Set.copyOf(deviations);
    this.cleanup = cleanup;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final URI s3Endpoint() {
    return clients.s3Endpoint();
  }

  @Override
  public final URI dynamoDbEndpoint() {
    return clients.dynamoDbEndpoint();
  }

  @Override
  public final String region() {
    return clients.region();
  }

  @Override
  public final String accessKey() {
    return clients.accessKey();
  }

  @Override
  public final String secretKey() {
    return clients.secretKey();
  }

  @Override
  public final S3Client s3() {
    return clients.s3();
  }

  @Override
  public final DynamoDbClient dynamoDb() {
    return clients.dynamoDb();
  }

  @Override
  public final S3ClientBuilder s3Builder(ExecutionInterceptor... interceptors) {
    return clients.s3Builder(interceptors);
  }

  @Override
  public final DynamoDbClientBuilder dynamoDbBuilder(ExecutionInterceptor... interceptors) {
    return clients.dynamoDbBuilder(interceptors);
  }

  @Override
  public final Set<ServerDeviation> deviations() {
    return deviations;
  }

  @Override
  public final void close() {
    cleanup.close();
  }

  /** Returns the stack's name and endpoints, never its keys. */
  @Override
  public final String toString() {
    return name + " (S3 " + s3Endpoint() + ", DynamoDB " + dynamoDbEndpoint() + ")";
  }
}
