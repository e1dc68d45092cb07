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
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes clients for those who pass none. Retries and time-outs are set explicitly: the SDK's
 * defaults differ between its versions and its environments.
 */
public final class Clients {
  private static final int ATTEMPTS = 4;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  // They end hangs, they do not hurry. What sends bytes has more time, by how many they are.
  public static final Duration S3_ATTEMPT = Duration.ofMinutes(5);
  private static final Duration S3_SOCKET = Duration.ofSeconds(60);
  private static final Duration S3_CALL = Duration.ofMinutes(15);

  private static final Duration DYNAMO_SOCKET = Duration.ofSeconds(10);
  private static final Duration DYNAMO_ATTEMPT = Duration.ofSeconds(10);
  private static final Duration DYNAMO_CALL = Duration.ofSeconds(30);

  // More than all transfers of a repository use at once, so that small requests find one.
  private static final int CONNECTIONS = 128;

  private Clients() {}

  public static S3Client s3(
      @Nullable String region, @Nullable URI endpoint, @Nullable String profile) {
    S3Client client = s3(region, endpoint, profile, endpoint);
    // The SDK has endpoints of its own: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, a profile's.
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
            // A bucket's name cannot become a host name where there is no DNS for it. AWS's own
            // endpoints, which may be named, too, take both styles.
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
      // One that is named comes before the environment's keys, which would hide that it is missing.
      builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
    }
    return builder;
  }

  private static Apache5HttpClient.Builder http(Duration socketTimeout) {
    return Apache5HttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(socketTimeout)
        // Who waits for a connection is not yet waiting for the service: as patient as with it.
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
      // The only thing that the SDK looks for this early.
      throw new IllegalArgumentException(
          "Cannot connect to AWS: no region is set; call region(), or set AWS_REGION or a profile",
          e);
    } catch (NullPointerException | IllegalArgumentException e) {
      // The SDK takes a variable that is set and empty for an endpoint.
      throw new IllegalArgumentException(
          "Cannot connect to AWS: an endpoint of the environment or the profile is no URL ("
              + e.getMessage()
              + "); correct or unset AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3,"
              + " AWS_ENDPOINT_URL_DYNAMODB or endpoint_url",
          e);
    }
  }
}
