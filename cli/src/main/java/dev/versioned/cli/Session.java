package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.s3dynamo.ConnectionBuilder;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.s3dynamo.admin.S3DynamoDoctor;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.S3DynamoTeardown;
import dev.versioned.s3dynamo.python.PythonRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One run of a command: its settings and its terminal.
 *
 * @param settings the global options
 * @param terminal the environment of the process
 */
record Session(Settings settings, Terminal terminal) {

  ArtifactRepository open() {
    S3DynamoRepository.Builder builder = connect(S3DynamoRepository.builder());
    String actor = Who.of(this).name();
    builder.settings(s -> s.withActor(actor));
    KeyFiles keys = new KeyFiles(this);
    keys.signer().ifPresent(key -> builder.settings(s -> s.withSigner(key)));
    keys.policy().ifPresent(policy -> builder.settings(s -> s.withTrustPolicy(policy)));
    return builder.build();
  }

  /** Returns a session with other global options; a null value takes one away. */
  Session with(Map<String, @Nullable String> others) {
    return new Session(settings.with(others), terminal);
  }

  /** Makes a client of KMS, which lives as long as the process. */
  KmsClient kms() {
    return client(KmsClient.builder(), "KMS");
  }

  /** Makes a client of STS. */
  StsClient sts() {
    return client(StsClient.builder(), "STS");
  }

  /** Makes a client of CloudWatch, which lives as long as the process. */
  CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.builder(), "CloudWatch");
  }

  private <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C client(
      B builder, String service) {
    builder.httpClientBuilder(Apache5HttpClient.builder());
    settings.find("region").map(Region::of).ifPresent(builder::region);
    settings.find("endpoint-url").map(Endpoint::parse).ifPresent(builder::endpointOverride);
    settings
        .find("profile")
        .ifPresent(name -> builder.credentialsProvider(ProfileCredentialsProvider.create(name)));
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException("Cannot connect to " + service + ": " + e.getMessage(), e);
    }
  }

  /** Returns a variable of the environment, if it is set. */
  Optional<String> environment(String name) {
    return Optional.ofNullable(terminal.environment().get(name)).filter(value -> !value.isEmpty());
  }

  S3DynamoSetup.Builder setup() {
    return connect(S3DynamoSetup.builder());
  }

  S3DynamoTeardown.Builder teardown() {
    return connect(S3DynamoTeardown.builder());
  }

  S3DynamoDoctor doctor() {
    return connect(S3DynamoDoctor.builder()).build();
  }

  /** Returns a builder without a table: not every such repository has one. */
  PythonRepository.Builder python() {
    return connectBucket(PythonRepository.builder());
  }

  private <B extends ConnectionBuilder<B>> B connect(B builder) {
    return connectBucket(builder).table(settings.required("table"));
  }

  private <B extends ConnectionBuilder<B>> B connectBucket(B builder) {
    builder.bucket(settings.required("bucket"));
    settings.find("prefix").ifPresent(builder::prefix);
    settings.find("expected-bucket-owner").ifPresent(builder::expectedBucketOwner);
    settings.find("region").ifPresent(builder::region);
    settings.find("profile").ifPresent(builder::profile);
    settings.find("endpoint-url").map(Endpoint::parse).ifPresent(builder::endpoint);
    return settings.plainHttp() ? builder : builder.encrypted();
  }

  boolean isJson() {
    return settings.output() == Settings.Output.JSON;
  }

  Path path(String name) {
    return LostText.path(terminal.directory(), name, terminal.environment());
  }

  void print(Answer answer) {
    if (isJson()) {
      Json.write(terminal.out(), answer.json());
    } else {
      boolean colours = Screen.hasColours(terminal);
      answer.text().get().forEach(row -> terminal.say(row, colours));
    }
    terminal.out().flush();
  }
}
