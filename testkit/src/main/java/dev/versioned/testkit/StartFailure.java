package dev.versioned.testkit;

import java.util.Map;

/** Turns any failure during the start of a stack into one exception that names the remedy. */
final class StartFailure {

  /** The artifacts with the classes that a user may have excluded. */
  private static final Map<String, String> ARTIFACT_BY_PACKAGE =
      Map.of(
          "dev/versioned/testkit/s3/", "dev.versioned:versioned-testkit-s3",
          "software/amazon/dynamodb/", "software.amazon.dynamodb:DynamoDBLocal",
          "org/eclipse/jetty/", "org.eclipse.jetty:jetty-server",
          "org/testcontainers/", "org.testcontainers:testcontainers",
          "com/github/dockerjava/", "org.testcontainers:testcontainers");

  private StartFailure() {}

  /** Undoes the start, and returns the exception to throw, with its cause. */
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

  /** Returns the reason in one line, with the missing dependency if that is the reason. */
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
