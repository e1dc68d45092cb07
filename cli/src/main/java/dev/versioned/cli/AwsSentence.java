package dev.versioned.cli;

import dev.versioned.model.BackendException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What AWS itself said when it denied access: which role, which action, which resource, and which
 * policy did not allow it or denied it.
 */
final class AwsSentence {
  private AwsSentence() {}

  /** Returns the sentence; none if AWS said no more than that access is denied. */
  static Optional<String> of(BackendException thrown) {
    if (!thrown.isAccessDenied()) {
      return Optional.empty();
    }
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof AwsServiceException service) {
        AwsErrorDetails details = service.awsErrorDetails();
        return Optional.ofNullable(details == null ? null : details.errorMessage())
            .map(String::strip)
            .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase("access denied"));
      }
    }
    return Optional.empty();
  }
}
