package dev.versioned.testkit;

import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client for setting up a bucket. It does not send requests that the server is known to refuse,
 * but answers them as the server would: S3Proxy logs each such request as an error, so a test that
 * has just begun would seem to have failed.
 */
final class SetupClient extends DelegatingS3Client {
  private final Set<ServerDeviation> deviations;

  /** Creates the client; closing it closes the underlying client. */
  SetupClient(S3Client client, Set<ServerDeviation> deviations) {
    super(client);
    this.deviations = deviations;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    if (isKnownToBeRefused(request)) {
      throw S3Exception.builder()
          .statusCode(501)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("NotImplemented").build())
          .message("The server is known not to implement it")
          .build();
    }
    return operation.apply(request);
  }

  private boolean isKnownToBeRefused(S3Request request) {
    return (request instanceof GetPublicAccessBlockRequest
            && deviations.contains(ServerDeviation.NO_PUBLIC_ACCESS_BLOCK))
        || (request instanceof GetBucketLifecycleConfigurationRequest
            && deviations.contains(ServerDeviation.NO_LIFECYCLE));
  }
}
