package dev.versioned.testkit;

import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
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
    ServerDeviation missing = null;
    if (request instanceof GetPublicAccessBlockRequest) {
      missing = ServerDeviation.NO_PUBLIC_ACCESS_BLOCK;
    } else if (request instanceof GetBucketLifecycleConfigurationRequest) {
      missing = ServerDeviation.NO_LIFECYCLE;
    } else if (request instanceof GetBucketOwnershipControlsRequest) {
      missing = ServerDeviation.NO_OWNERSHIP_CONTROLS;
    } else if (request instanceof GetBucketPolicyRequest) {
      missing = ServerDeviation.NO_BUCKET_POLICY;
    } else if (request instanceof GetBucketEncryptionRequest) {
      missing = ServerDeviation.NO_ENCRYPTION_SETTINGS;
    }
    return missing != null && deviations.contains(missing);
  }
}
