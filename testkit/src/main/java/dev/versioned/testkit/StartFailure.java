package dev.versioned.testkit;

import java.util.Map;

/** Turns whatever went wrong while a stack started into one exception that says what to do. */
final class StartFailure {

  /** Which artifact holds the classes that a user may have excluded. */
  private static final Map<String, String> ARTIFACT_BY_PACKAGE =
      Map.of(
          "dev/versioned/testkit/s3/", "dev.versioned:versioned-testkit-s3",
          "software/amazon/dynamodb/", "software.amazon.dynamodb:DynamoDBLocal",
          "org/eclipse/jetty/", "org.eclipse.jetty:jetty-server",
          "org/testcontainers/", "org.testcontainers:localstack",
          "com/github/dockerjava/", "org.testcontainers:testcontainers");

  private StartFailure() {}

  /** Undoes what was started, and returns what to throw; keeps the cause. */
  static IllegalStateException of(String stack, Throwable cause, Cleanup started) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    IllegalStateException failure =
        new IllegalStateException("Cannot start " + stack + ": " + reason(cause), cause);
    try {
      started.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /** Says in one line why, naming the missing dependency if that is what it is. */
  static String reason(Throwable cause) {
    if (cause instanceof NoClassDefFoundError) {
      String missing = String.valueOf(cause.getMessage()).replace('.', '/');
      for (Map.Entry<String, String> entry : ARTIFACT_BY_PACKAGE.entrySet()) {
        if (missing.contains(entry.getKey())) {
          return entry.getValue()
              + " is not on the class path; add it, or do not exclude it from versioned-testkit";
        }
      }
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }
}
