package dev.versioned.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A stack's endpoints and credentials, and the clients built from them. This is the only class that
 * configures test clients. Thread-safe; it owns and closes the two shared clients only.
 */
final class AwsClients implements AutoCloseable {

  /** Enough for the largest race in the contract tests, so that no racer waits for a connection. */
  private static final int MAX_CONNECTIONS = 128;

  private final URI s3Endpoint;
  private final URI dynamoDbEndpoint;
  private final Region region;
  private final AwsCredentials credentials;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;

  AwsClients(URI s3Endpoint, URI dynamoDbEndpoint, String region, AwsCredentials credentials) {
    this.s3Endpoint = s3Endpoint;
    this.dynamoDbEndpoint = dynamoDbEndpoint;
    this.region = Region.of(region);
    this.credentials = credentials;
    this.s3 = s3Builder().build();
    this.dynamoDb = dynamoDbBuilder().build();
  }

  URI s3Endpoint() {
    return s3Endpoint;
  }

  URI dynamoDbEndpoint() {
    return dynamoDbEndpoint;
  }

  String region() {
    return region.id();
  }

  String accessKey() {
    return credentials.accessKeyId();
  }

  String secretKey() {
    return credentials.secretAccessKey();
  }

  S3Client s3() {
    return s3;
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /**
   * Makes the first calls, which load services and classes, so that no test has to wait for them.
   */
  AwsClients warmUp() {
    s3.listBuckets();
    dynamoDb.listTables();
    return this;
  }

  S3ClientBuilder s3Builder(ExecutionInterceptor... interceptors) {
    return S3Client.builder()
        .endpointOverride(s3Endpoint)
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        // A bucket's name cannot become a host name without a DNS entry for it.
        .forcePathStyle(true)
        .httpClientBuilder(httpClient())
        .overrideConfiguration(configuration(interceptors));
  }

  DynamoDbClientBuilder dynamoDbBuilder(ExecutionInterceptor... interceptors) {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDbEndpoint)
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(httpClient())
        .overrideConfiguration(configuration(interceptors));
  }

  @Override
  public void close() {
    s3.close();
    dynamoDb.close();
  }

  private static Apache5HttpClient.Builder httpClient() {
    return Apache5HttpClient.builder()
        .maxConnections(MAX_CONNECTIONS)
        .connectionTimeout(Duration.ofSeconds(5))
        .socketTimeout(Duration.ofMinutes(1));
  }

  private static ClientOverrideConfiguration configuration(ExecutionInterceptor... interceptors) {
    return ClientOverrideConfiguration.builder()
        // Set explicitly because the SDK's defaults differ between its versions and environments.
        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(3).build())
        // Long enough for a big object on a slow machine: these time-outs end hanging calls, not
        // slow ones.
        .apiCallAttemptTimeout(Duration.ofMinutes(2))
        .apiCallTimeout(Duration.ofMinutes(5))
        .executionInterceptors(List.of(interceptors))
        .build();
  }
}
