package dev.versioned.testkit;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Servers that are already running, or AWS itself, configured by the environment.
 *
 * <table>
 * <caption>The environment variables</caption>
 * <tr><th>variable</th><th>meaning</th></tr>
 * <tr><td>{@code VERSIONED_TEST_ENDPOINT}</td><td>the endpoint of both services</td></tr>
 * <tr><td>{@code VERSIONED_TEST_S3_ENDPOINT}, {@code VERSIONED_TEST_DYNAMODB_ENDPOINT}</td>
 *     <td>the endpoint of one service; takes precedence over the one above</td></tr>
 * <tr><td>{@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}</td>
 *     <td>default {@code test}</td></tr>
 * <tr><td>{@code AWS_SESSION_TOKEN}</td><td>default none</td></tr>
 * <tr><td>{@code AWS_REGION}</td><td>default {@code us-east-1}</td></tr>
 * <tr><td>{@code VERSIONED_TEST_DEVIATIONS}</td>
 * <td>names of {@link ServerDeviation}s, separated by commas; default none, so that the servers
 * are expected to behave like AWS</td></tr>
 * </table>
 *
 * <p>{@link #close()} closes the clients; the servers and their data are not touched. Thread-safe.
 */
public final class EndpointAws extends RunningAws {

  static final String BOTH = "VERSIONED_TEST_ENDPOINT";
  static final String S3 = "VERSIONED_TEST_S3_ENDPOINT";
  static final String DYNAMODB = "VERSIONED_TEST_DYNAMODB_ENDPOINT";
  static final String DEVIATIONS = "VERSIONED_TEST_DEVIATIONS";

  private EndpointAws(AwsClients clients, Set<ServerDeviation> deviations, Cleanup cleanup) {
    super("endpoint", clients, deviations, cleanup);
  }

  /**
   * Connects to the servers that the environment configures, and waits until both have answered.
   *
   * @return a stack; the caller closes it
   * @throws IllegalArgumentException if the environment has no endpoint for one of the services, or
   *     has a malformed setting
   * @throws IllegalStateException if a server does not answer, or refuses to list buckets or tables
   */
  public static EndpointAws fromEnvironment() {
    return from(System::getenv);
  }

  static EndpointAws from(Function<String, @Nullable String> environment) {
    URI s3 = endpoint(environment, S3);
    URI dynamoDb = endpoint(environment, DYNAMODB);
    String region = find(environment, "AWS_REGION").orElse("us-east-1");
    Set<ServerDeviation> deviations = deviations(environment);
    Cleanup cleanup = new Cleanup();
    try {
      AwsClients clients =
          cleanup.add(new AwsClients(s3, dynamoDb, region, credentials(environment)));
      clients.warmUp();
      return new EndpointAws(clients, deviations, cleanup);
    } catch (RuntimeException | LinkageError e) {
      throw StartFailure.of("tests against " + s3 + " and " + dynamoDb, e, cleanup);
    }
  }

  /** Returns whether the environment configures any endpoint. */
  static boolean isNamedIn(Function<String, @Nullable String> environment) {
    return Set.of(BOTH, S3, DYNAMODB).stream()
        .anyMatch(name -> find(environment, name).isPresent());
  }

  private static URI endpoint(Function<String, @Nullable String> environment, String name) {
    String value =
        find(environment, name)
            .or(() -> find(environment, BOTH))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot test against an endpoint: neither "
                            + name
                            + " nor "
                            + BOTH
                            + " is set in the environment"));
    URI uri = URI.create(value);
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "Cannot test against endpoint " + value + ": it is not like http://host:port");
    }
    return uri;
  }

  private static AwsCredentials credentials(Function<String, @Nullable String> environment) {
    String accessKey = find(environment, "AWS_ACCESS_KEY_ID").orElse("test");
    String secretKey = find(environment, "AWS_SECRET_ACCESS_KEY").orElse("test");
    return find(environment, "AWS_SESSION_TOKEN")
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(accessKey, secretKey, token))
        .orElseGet(() -> AwsBasicCredentials.create(accessKey, secretKey));
  }

  private static Set<ServerDeviation> deviations(Function<String, @Nullable String> environment) {
    return find(environment, DEVIATIONS).stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(EndpointAws::deviation)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static ServerDeviation deviation(String name) {
    try {
      return ServerDeviation.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read "
              + DEVIATIONS
              + ": "
              + name
              + " is none of "
              + Arrays.toString(ServerDeviation.values()),
          e);
    }
  }

  private static Optional<String> find(
      Function<String, @Nullable String> environment, String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
  }
}
