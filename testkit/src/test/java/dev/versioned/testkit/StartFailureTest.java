package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartFailureTest {

  @Test
  void missingDependencyIsNamed() {
    assertThat(StartFailure.reason(new NoClassDefFoundError("dev/versioned/testkit/s3/EmbeddedS3")))
        .startsWith("dev.versioned:versioned-testkit-s3 is not on the class path");
    assertThat(
            StartFailure.reason(
                new NoClassDefFoundError(
                    "Could not initialize class org.testcontainers.DockerClientFactory")))
        .startsWith("org.testcontainers:testcontainers is not on the class path");
  }

  @Test
  void failedStartIsUndoneAndItsCauseKept() {
    Cleanup cleanup = new Cleanup();
    cleanup.add(
        () -> {
          throw new IllegalStateException("stuck");
        });
    Exception cause = new Exception("port taken");

    IllegalStateException failure = StartFailure.of("a server", cause, cleanup);

    assertThat(failure).hasMessage("Cannot start a server: port taken").hasCause(cause);
    assertThat(failure.getSuppressed()[0].getSuppressed()[0]).hasMessage("stuck");
  }
}
