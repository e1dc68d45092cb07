package dev.versioned.testkit;

import java.net.URI;
import java.util.Set;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A stack that its users cannot close, because it is shared. */
final class SharedAws implements LocalAws {

  private final LocalAws stack;

  SharedAws(LocalAws stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return stack.name();
  }

  @Override
  public URI s3Endpoint() {
    return stack.s3Endpoint();
  }

  @Override
  public URI dynamoDbEndpoint() {
    return stack.dynamoDbEndpoint();
  }

  @Override
  public String region() {
    return stack.region();
  }

  @Override
  public String accessKey() {
    return stack.accessKey();
  }

  @Override
  public String secretKey() {
    return stack.secretKey();
  }

  @Override
  public S3Client s3() {
    return stack.s3();
  }

  @Override
  public DynamoDbClient dynamoDb() {
    return stack.dynamoDb();
  }

  @Override
  public S3ClientBuilder s3Builder(ExecutionInterceptor... interceptors) {
    return stack.s3Builder(interceptors);
  }

  @Override
  public DynamoDbClientBuilder dynamoDbBuilder(ExecutionInterceptor... interceptors) {
    return stack.dynamoDbBuilder(interceptors);
  }

  @Override
  public Set<ServerDeviation> deviations() {
    return stack.deviations();
  }

  @Override
  public void close() {
    // The owner closes it.
  }

  @Override
  public String toString() {
    return stack.toString();
  }
}
