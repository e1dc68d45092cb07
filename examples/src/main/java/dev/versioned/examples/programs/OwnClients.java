package dev.versioned.examples.programs;

import dev.versioned.ArtifactRepository;
import dev.versioned.s3dynamo.S3DynamoRepository;
import java.time.Duration;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * An application that already has AWS clients, configured as the README recommends, and threads.
 */
public final class OwnClients {
  private OwnClients() {}

  /**
   * Creates a builder of clients for S3; region and credentials are up to the application.
   *
   * @return a builder
   */
  public static S3ClientBuilder s3() {
    return S3Client.builder()
        .httpClientBuilder(http(Duration.ofSeconds(60)))
        .overrideConfiguration(limits(Duration.ofMinutes(5), Duration.ofMinutes(15)));
  }

  /**
   * Creates a builder of clients for DynamoDB; region and credentials are up to the application.
   *
   * @return a builder
   */
  public static DynamoDbClientBuilder dynamoDb() {
    return DynamoDbClient.builder()
        .httpClientBuilder(http(Duration.ofSeconds(10)))
        .overrideConfiguration(limits(Duration.ofSeconds(10), Duration.ofSeconds(30)));
  }

  private static Apache5HttpClient.Builder http(Duration wait) {
    return Apache5HttpClient.builder()
        .maxConnections(128)
        .connectionTimeout(Duration.ofSeconds(5))
        .socketTimeout(wait)
        .connectionAcquisitionTimeout(wait);
  }

  private static ClientOverrideConfiguration limits(Duration attempt, Duration call) {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(attempt)
        .apiCallTimeout(call)
        .retryStrategy(RetryMode.STANDARD)
        .build();
  }

  /**
   * Opens a repository over shared clients.
   *
   * @param s3 stays open when the repository is closed
   * @param dynamoDb stays open when the repository is closed
   * @param executor runs the library's background work
   * @param bucket the bucket
   * @param table the table
   * @return the repository
   */
  public static ArtifactRepository open(
      S3Client s3, DynamoDbClient dynamoDb, Executor executor, String bucket, String table) {
    return S3DynamoRepository.builder()
        .s3(s3)
        .dynamoDb(dynamoDb)
        .settings(s -> s.withExecutor(executor).withActor("shop"))
        .bucket(bucket)
        .table(table)
        .build();
  }
}
