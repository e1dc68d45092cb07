package dev.versioned.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Skipped, with the reason, if Docker or the image is not available. */
@Tag("full")
class LocalStackAwsTest extends LocalAwsContract {

  private static LocalAws localStack;

  @BeforeAll
  static void start() {
    DockerProbe.reasonUnusable()
        .ifPresent(reason -> assumeTrue(false, "LocalStack is not tested: " + reason));
    try {
      localStack = SharedLocalAws.of(LocalAwsKind.LOCALSTACK);
    } catch (IllegalStateException e) {
      assumeTrue(false, "LocalStack is not tested: " + e.getMessage());
    }
  }

  @Override
  LocalAws aws() {
    return localStack;
  }

  @Test
  void deviationsAreTheKnownOnes() {
    assertThat(localStack.deviations())
        .contains(
            ServerDeviation.COPY_IGNORES_DESTINATION_CONDITION,
            ServerDeviation.IF_NONE_MATCH_COMPLETION_NOT_ATOMIC,
            ServerDeviation.CONDITIONAL_DELETE_UNSUPPORTED)
        .doesNotContain(ServerDeviation.NO_BUCKET_VERSIONING);
  }
}
