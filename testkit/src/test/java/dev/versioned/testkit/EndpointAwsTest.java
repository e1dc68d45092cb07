package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndpointAwsTest {

  private static EmbeddedAws server;

  @BeforeAll
  static void start() {
    server = EmbeddedAws.startInMemory();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void connectsToWhatTheEnvironmentNames() {
    Map<String, String> environment = environment();
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("VERSIONED_TEST_DEVIATIONS", "NO_TTL, NO_PITR");

    try (EndpointAws aws = EndpointAws.from(environment::get)) {
      assertThat(aws.s3Endpoint()).isEqualTo(server.s3Endpoint());
      assertThat(aws.dynamoDbEndpoint()).isEqualTo(server.dynamoDbEndpoint());
      assertThat(aws.region()).isEqualTo("eu-central-1");
      assertThat(aws.deviations())
          .containsExactlyInAnyOrder(ServerDeviation.NO_TTL, ServerDeviation.NO_PITR);
      aws.s3().createBucket(b -> b.bucket("named-by-environment"));
    }
    assertThat(server.s3().listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .contains("named-by-environment");
  }

  @Test
  void oneEndpointServesBothUnlessOneIsNamedApart() {
    Map<String, String> environment = environment();
    environment.remove("VERSIONED_TEST_S3_ENDPOINT");
    environment.put("VERSIONED_TEST_ENDPOINT", server.s3Endpoint().toString());

    try (EndpointAws aws = EndpointAws.from(environment::get)) {
      assertThat(aws.s3Endpoint()).isEqualTo(server.s3Endpoint());
      assertThat(aws.dynamoDbEndpoint()).isEqualTo(server.dynamoDbEndpoint());
      assertThat(aws.deviations()).isEmpty();
    }
  }

  @Test
  void endpointOfOneServiceAloneIsNotEnough() {
    Map<String, String> environment = environment();
    environment.remove("VERSIONED_TEST_DYNAMODB_ENDPOINT");

    assertThatThrownBy(() -> EndpointAws.from(environment::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("VERSIONED_TEST_DYNAMODB_ENDPOINT")
        .hasMessageContaining("VERSIONED_TEST_ENDPOINT");
  }

  @Test
  void whatIsNotAnEndpointIsNamedInTheMessage() {
    Map<String, String> environment = environment();
    environment.put("VERSIONED_TEST_S3_ENDPOINT", "localhost:9000");

    assertThatThrownBy(() -> EndpointAws.from(environment::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("localhost:9000");
  }

  @Test
  void unknownDeviationIsNamedInTheMessage() {
    Map<String, String> environment = environment();
    environment.put("VERSIONED_TEST_DEVIATIONS", "NO_TTL,NO_SUCH");

    assertThatThrownBy(() -> EndpointAws.from(environment::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NO_SUCH");
  }

  @Test
  void serverThatRefusesIsAFailedStart() {
    Map<String, String> environment = environment();
    environment.put("AWS_SECRET_ACCESS_KEY", "wrong");

    assertThatThrownBy(() -> EndpointAws.from(environment::get))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(server.s3Endpoint().toString())
        .hasMessageNotContaining("wrong");
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("VERSIONED_TEST_S3_ENDPOINT", server.s3Endpoint().toString());
    environment.put("VERSIONED_TEST_DYNAMODB_ENDPOINT", server.dynamoDbEndpoint().toString());
    environment.put("AWS_ACCESS_KEY_ID", server.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", server.secretKey());
    return environment;
  }
}
