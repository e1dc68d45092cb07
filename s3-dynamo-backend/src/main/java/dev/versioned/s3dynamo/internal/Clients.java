package dev.versioned.s3dynamo.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Creates clients for builders that were given none. Retries and time-outs are set explicitly,
 * because the SDK's defaults differ between its versions and environments.
 */
public final class Clients {
  private static final int ATTEMPTS = 4;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  // These time-outs end hanging calls, not slow ones. Requests that send bytes get more time,
  // depending on their size.
  public static final Duration S3_ATTEMPT = Duration.ofMinutes(5);
  private static final Duration S3_SOCKET = Duration.ofSeconds(60);
  private static final Duration S3_CALL = Duration.ofMinutes(15);

  private static final Duration DYNAMO_SOCKET = Duration.ofSeconds(10);
  private static final Duration DYNAMO_ATTEMPT = Duration.ofSeconds(10);
  private static final Duration DYNAMO_CALL = Duration.ofSeconds(30);

  // More than all transfers of a repository use at once, so that small requests always find a free
  // one.
  private static final int CONNECTIONS = 128;

  private Clients() {}

  /**
   * Returns whether the environment or the profile may configure endpoints, which may differ
   * between the services.
   */
  static boolean mayDiffer(@Nullable String profile) {
    return System.getenv().keySet().stream().anyMatch(name -> name.startsWith("AWS_ENDPOINT_URL"))
        || System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith("aws.endpointUrl"))
        || hasEndpoints(
            profile == null
                ? ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow()
                : profile);
  }

  private static boolean hasEndpoints(String profile) {
    try {
      return ProfileFile.defaultProfileFile()
          .profile(profile)
          .flatMap(found -> found.property("services").or(() -> found.property("endpoint_url")))
          .isPresent();
    } catch (RuntimeException e) {
      // The client that reads the file says what is wrong with it.
      return true;
    }
  }

  public static S3Client s3(
      @Nullable String region, @Nullable URI endpoint, @Nullable String profile) {
    S3Client client = s3(region, endpoint, profile, endpoint);
    // The SDK has its own endpoint settings: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, a profile's
    // endpoint_url.
    URI inForce = client.serviceClientConfiguration().endpointOverride().orElse(null);
    // rule: configured-endpoint-is-asked-in-path-style
    if (Objects.equals(inForce, endpoint)) {
      return client;
    }
    client.close();
    return s3(region, endpoint, profile, inForce);
  }

  private static S3Client s3(
      @Nullable String region,
      @Nullable URI endpoint,
      @Nullable String profile,
      @Nullable URI inForce) {
    return made(() -> s3Builder(region, endpoint, profile, inForce).build());
  }

  public static S3ClientBuilder s3Builder(
      @Nullable String region,
      @Nullable URI endpoint,
      @Nullable String profile,
      @Nullable URI inForce) {
    var builder =
        S3Client.builder()
            .httpClientBuilder(http(S3_SOCKET))
            .overrideConfiguration(configuration(S3_ATTEMPT, S3_CALL, profile))
            // A bucket's name cannot become a host name without a DNS entry for it. AWS's own
            // endpoints, which may also be configured, accept both styles.
            .forcePathStyle(inForce != null);
    return at(builder, region, endpoint, profile);
  }

  public static DynamoDbClient dynamoDb(
      @Nullable String region, @Nullable URI endpoint, @Nullable String profile) {
    var builder =
        DynamoDbClient.builder()
            .httpClientBuilder(http(DYNAMO_SOCKET))
            .overrideConfiguration(configuration(DYNAMO_ATTEMPT, DYNAMO_CALL, profile));
    return made(() -> at(builder, region, endpoint, profile).build());
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(
      B builder, @Nullable String region, @Nullable URI endpoint, @Nullable String profile) {
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    if (profile != null) {
      // A configured profile takes precedence over the environment's keys, which would hide that it
      // is missing.
      builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
    }
    return builder;
  }

  private static Apache5HttpClient.Builder http(Duration socketTimeout) {
    return Apache5HttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(socketTimeout)
        // Waiting for a free connection may take as long as waiting for the service.
        .connectionAcquisitionTimeout(socketTimeout)
        .maxConnections(CONNECTIONS);
  }

  private static ClientOverrideConfiguration configuration(
      Duration attempt, Duration call, @Nullable String profile) {
    return ClientOverrideConfiguration.builder()
        .defaultProfileName(profile)
        .retryStrategy(
            AwsRetryStrategy.forRetryMode(RetryMode.STANDARD).toBuilder()
                .maxAttempts(ATTEMPTS)
                .build())
        .apiCallAttemptTimeout(attempt)
        .apiCallTimeout(call)
        .build();
  }

  private static <C> C made(Supplier<C> maker) {
    try {
      return maker.get();
    } catch (SdkClientException e) {
      // A missing region is the only problem that the SDK detects this early.
      throw new IllegalArgumentException(
          "Cannot connect to AWS: no region is set; call region(), or set AWS_REGION or a profile",
          e);
    } catch (NullPointerException | IllegalArgumentException e) {
      // The SDK treats a variable that is set but empty as an endpoint.
      throw new IllegalArgumentException(
          "Cannot connect to AWS: an endpoint in the environment or the profile is not a URL ("
              + e.getMessage()
              + "); correct or unset AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3,"
              + " AWS_ENDPOINT_URL_DYNAMODB or endpoint_url",
          e);
    }
  }
}
