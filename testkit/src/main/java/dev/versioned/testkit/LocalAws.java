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
 * <p>A stack is ready when its factory method returns: both services answer, and the first calls
 * are not slower than later ones. It is empty unless it was started by others ({@link
 * EndpointAws}). The caller creates buckets and tables; with separate names for each test, tests
 * may share one stack and run in parallel.
 *
 * <p>Implementations are thread-safe.
 */
public interface LocalAws extends AutoCloseable {

  /**
   * Returns the name of this stack for logs and test names, such as {@code embedded-memory}.
   *
   * @return a short name without spaces
   */
  String name();

  /**
   * Returns the endpoint of S3.
   *
   * @return an endpoint for path-style requests
   */
  URI s3Endpoint();

  /**
   * Returns the endpoint of DynamoDB.
   *
   * @return the endpoint
   */
  URI dynamoDbEndpoint();

  /**
   * Returns the region that requests are signed for.
   *
   * @return the region's id, such as {@code us-east-1}
   */
  String region();

  /**
   * Returns the access key id that the stack accepts.
   *
   * @return the access key id
   */
  String accessKey();

  /**
   * Returns the secret access key that the stack accepts.
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
   * Returns a builder of a separate client for S3, configured like {@link #s3()}.
   *
   * <p>Interceptors are parameters because the builder's {@code overrideConfiguration} replaces the
   * retry and time-out settings instead of adding to them.
   *
   * @param interceptors called for every request and response of the client, in this order
   * @return a builder; the caller closes the clients it builds
   */
  S3ClientBuilder s3Builder(ExecutionInterceptor... interceptors);

  /**
   * Returns a builder of a separate client for DynamoDB, configured like {@link #dynamoDb()}.
   *
   * @param interceptors called for every request and response of the client, in this order
   * @return a builder; the caller closes the clients it builds
   */
  DynamoDbClientBuilder dynamoDbBuilder(ExecutionInterceptor... interceptors);

  /**
   * Returns the known differences of this stack from AWS, so that a test that needs the real
   * behaviour can be skipped instead of failing or, worse, passing without testing anything.
   *
   * @return an unmodifiable set; empty means that the stack is expected to behave like AWS
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
