package dev.versioned.testkit;

import java.net.URI;
import java.util.Set;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A running pair of S3 and DynamoDB to test against.
 *
 * <p>An instance is started when its factory method returns: both services answer, and no first
 * call is slower than the next. It is empty unless it was started by others ({@link EndpointAws}).
 * Buckets and tables are the caller's to create; give them names of their own for each test, and
 * tests may share one stack and run in parallel.
 *
 * <p>Implementations are thread-safe.
 */
public interface LocalAws extends AutoCloseable {

  /**
   * Names this stack for logs and test names, such as {@code embedded-memory}.
   *
   * @return a short name without spaces
   */
  String name();

  /**
   * Tells where S3 answers.
   *
   * @return an endpoint for path-style requests
   */
  URI s3Endpoint();

  /**
   * Tells where DynamoDB answers.
   *
   * @return the endpoint
   */
  URI dynamoDbEndpoint();

  /**
   * Names the region that requests are signed for.
   *
   * @return the region's id, such as {@code us-east-1}
   */
  String region();

  /**
   * Tells the access key id that the stack accepts.
   *
   * @return the access key id
   */
  String accessKey();

  /**
   * Tells the secret access key that the stack accepts.
   *
   * @return the secret access key
   */
  String secretKey();

  /**
   * Returns the client for S3 that all users of this stack share.
   *
   * @return a client that the stack owns and closes: do not close it
   */
  S3Client s3();

  /**
   * Returns the client for DynamoDB that all users of this stack share.
   *
   * @return a client that the stack owns and closes: do not close it
   */
  DynamoDbClient dynamoDb();

  /**
   * Starts a client for S3 of the caller's own, set up like {@link #s3()}.
   *
   * <p>Interceptors are taken here because the builder's {@code overrideConfiguration} replaces the
   * retry and timeout settings instead of adding to them.
   *
   * @param interceptors see every request and response of the client, in this order; may be none
   * @return a builder; the caller closes the clients it builds
   */
  S3ClientBuilder s3Builder(ExecutionInterceptor... interceptors);

  /**
   * Starts a client for DynamoDB of the caller's own, set up like {@link #dynamoDb()}.
   *
   * @param interceptors see every request and response of the client, in this order; may be none
   * @return a builder; the caller closes the clients it builds
   */
  DynamoDbClientBuilder dynamoDbBuilder(ExecutionInterceptor... interceptors);

  /**
   * Tells where this stack is known to differ from AWS, so that a test which needs the real
   * behaviour can say so and be skipped instead of failing or, worse, passing for nothing.
   *
   * @return an unmodifiable set; empty means that the stack is held to what AWS does
   */
  Set<ServerDeviation> deviations();

  /**
   * Stops what this instance started and removes what it stored; closing again does nothing.
   *
   * <p>Does nothing on an instance from {@link SharedLocalAws}, which lives as long as the JVM.
   */
  @Override
  void close();
}
