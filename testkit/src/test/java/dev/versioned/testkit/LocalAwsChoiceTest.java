package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LocalAwsChoiceTest {

  private static final Map<String, String> NOTHING = Map.of();

  @Test
  void propertyGoesBeforeVariableAndEndpointAndDocker() {
    LocalAwsChoice choice =
        LocalAwsChoice.of(
            Map.of("versioned.test.stack", "embedded")::get,
            Map.of(
                    "VERSIONED_TEST_STACK", "localstack",
                    "VERSIONED_TEST_ENDPOINT", "http://localhost:4566")
                ::get,
            Optional::empty);

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.EMBEDDED);
    assertThat(choice.forced()).isTrue();
    assertThat(choice.reason()).contains("versioned.test.stack");
  }

  @Test
  void variableGoesBeforeEndpoint() {
    LocalAwsChoice choice =
        LocalAwsChoice.of(
            NOTHING::get,
            Map.of(
                    "VERSIONED_TEST_STACK", "LocalStack",
                    "VERSIONED_TEST_ENDPOINT", "http://localhost:4566")
                ::get,
            LocalAwsChoiceTest::noDocker);

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.LOCALSTACK);
    assertThat(choice.forced()).isTrue();
  }

  @Test
  void endpointTakesPrecedenceOverDocker() {
    LocalAwsChoice choice =
        LocalAwsChoice.of(
            NOTHING::get,
            Map.of("VERSIONED_TEST_S3_ENDPOINT", "http://localhost:9000")::get,
            () -> {
              throw new AssertionError("Docker was asked");
            });

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.ENDPOINT);
    assertThat(choice.forced()).isTrue();
  }

  @Test
  void propertySwitchesDockerOff() {
    LocalAwsChoice choice =
        LocalAwsChoice.of(
            Map.of("versioned.test.docker", "false")::get,
            NOTHING::get,
            () -> {
              throw new AssertionError("Docker was asked");
            });

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.EMBEDDED);
    assertThat(choice.forced()).isFalse();
    assertThat(choice.reason()).isEqualTo("system property versioned.test.docker is false");
  }

  @Test
  void dockerMeansLocalStackAndMayBeReplaced() {
    LocalAwsChoice choice = LocalAwsChoice.of(NOTHING::get, NOTHING::get, Optional::empty);

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.LOCALSTACK);
    assertThat(choice.forced()).isFalse();
  }

  @Test
  void withoutDockerTheReasonIsGiven() {
    LocalAwsChoice choice =
        LocalAwsChoice.of(NOTHING::get, NOTHING::get, LocalAwsChoiceTest::noDocker);

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.EMBEDDED);
    assertThat(choice.reason()).isEqualTo("no socket");
  }

  @Test
  void blankCountsAsUnset() {
    LocalAwsChoice choice =
        LocalAwsChoice.of(
            Map.of("versioned.test.stack", " ")::get,
            Map.of("VERSIONED_TEST_ENDPOINT", "")::get,
            LocalAwsChoiceTest::noDocker);

    assertThat(choice.kind()).isEqualTo(LocalAwsKind.EMBEDDED);
  }

  @Test
  void unknownKindIsRefusedNamingTheChoices() {
    assertThatThrownBy(
            () ->
                LocalAwsChoice.of(
                    Map.of("versioned.test.stack", "minio")::get, NOTHING::get, Optional::empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minio")
        .hasMessageContaining("endpoint, localstack, embedded");
  }

  @Test
  @Tag("full")
  void probingForDockerNeverThrows() {
    assertThat(DockerProbe.reasonUnusable()).isNotNull();
  }

  private static Optional<String> noDocker() {
    return Optional.of("no socket");
  }
}
