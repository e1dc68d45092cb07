package dev.versioned.s3dynamo.internal;

import dev.versioned.model.BackendException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Translates the SDK's exceptions. This is the only class that knows the services' error codes,
 * except for codes that are answers rather than errors.
 *
 * <p>It decides by codes, never by texts, except for missing credentials, an item that is too
 * large, and a missing index, which have none.
 */
public final class AwsErrors {
  // Codes that callers treat as answers rather than errors.
  public static final String PRECONDITION_FAILED = "PreconditionFailed";
  public static final String CONDITIONAL_CONFLICT = "ConditionalRequestConflict";
  public static final String NO_SUCH_KEY = "NoSuchKey";
  public static final String NO_SUCH_UPLOAD = "NoSuchUpload";
  public static final Set<String> CHECKSUM_DIFFERS =
      Set.of(
          "BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch");
  public static final Set<String> NOT_SUPPORTED =
      Set.of("NotImplemented", "MethodNotAllowed", "UnknownOperationException");

  private static final Set<String> THROTTLED =
      Set.of(
          "SlowDown",
          "ThrottlingException",
          "ThrottlingError",
          "Throttling",
          "ProvisionedThroughputExceeded",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "LimitExceededException",
          "TooManyRequestsException");
  private static final Set<String> CONTENDED =
      Set.of(
          PRECONDITION_FAILED,
          CONDITIONAL_CONFLICT,
          "OperationAborted",
          "TransactionConflict",
          "TransactionConflictException");
  private static final Set<String> FORBIDDEN =
      Set.of("AccessDenied", "AccessDeniedException", "AllAccessDisabled", "Forbidden");
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidToken",
          "InvalidSignatureException",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");
  private static final Set<String> WRONG_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "MovedPermanently");
  private static final Set<String> TIMED_OUT = Set.of("RequestTimeout", "RequestTimeoutException");

  private final Resource resource;

  /**
   * The target of calls.
   *
   * @param name its name for messages, such as {@code bucket acme}
   * @param arn its ARN for policies
   * @param where returns the endpoint or region that the client calls
   */
  public record Resource(String name, String arn, Supplier<String> where) {}

  /**
   * A call, described for error messages.
   *
   * @param what the operation, such as {@code write checkout/000000000007 to bucket acme}
   * @param permission the IAM action that it needs
   * @param write whether it may change anything, so that its result is unknown if the reply is lost
   */
  public record Call(String what, String permission, boolean write) {
    public static Call read(String what, String permission) {
      return new Call(what, permission, false);
    }

    public static Call write(String what, String permission) {
      return new Call(what, permission, true);
    }
  }

  /** Why a call failed. */
  private record Reason(String text, boolean retryable, boolean mayHaveHappened) {
    static Reason refused(String text) {
      return new Reason(text, false, false);
    }

    static Reason passing(String text) {
      return new Reason(text, true, false);
    }

    static Reason unanswered(String text) {
      return new Reason(text, true, true);
    }
  }

  public AwsErrors(Resource resource) {
    this.resource = resource;
  }

  /** Makes a call and translates its exceptions. */
  public <T> T call(Call call, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw translate(call, e);
    }
  }

  public BackendException translate(Call call, SdkException e) {
    Reason reason = e instanceof AwsServiceException s ? ofService(call, s) : ofClient(e);
    String message = "Cannot " + call.what() + ": " + reason.text();
    if (call.write() && (reason.mayHaveHappened() || hadAnotherAttempt(e))) {
      return BackendException.unknownOutcome(message, e);
    }
    return e instanceof AwsServiceException s && FORBIDDEN.contains(code(s))
        ? BackendException.accessDenied(message, e)
        : reason.retryable()
            ? BackendException.transientFailure(message, e)
            : BackendException.permanentFailure(message, e);
  }

  /** Returns whether the exception was translated from an error with this code. */
  public static boolean isOf(BackendException e, String code) {
    return e.getCause() instanceof AwsServiceException cause && code(cause).equals(code);
  }

  /** Returns the error's code, or one derived from the status if the service sent no body. */
  public static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    if (code != null && code.matches("[A-Za-z][A-Za-z0-9_.#-]*")) {
      return code;
    }
    return switch (e.statusCode()) {
      case 301, 307 -> "PermanentRedirect";
      case 403 -> "AccessDenied";
      case 404 -> "NotFound";
      case 412 -> PRECONDITION_FAILED;
      case 501 -> "NotImplemented";
      case 503 -> "SlowDown";
      default -> "status " + e.statusCode();
    };
  }

  private Reason ofService(Call call, AwsServiceException e) {
    String code = code(e);
    if (FORBIDDEN.contains(code)) {
      return Reason.refused(
          "access is denied; allow "
              + call.permission()
              + " on "
              + resource.arn()
              + ", and check that the account is the expected one");
    } else if (code.equals("NoSuchBucket") || code.equals("ResourceNotFoundException")) {
      return Reason.refused(
          "there is no "
              + resource.name()
              + " in "
              + resource.where().get()
              + "; create it with S3DynamoSetup, or check its name and the region");
    } else if (code.equals(NO_SUCH_UPLOAD)) {
      return Reason.passing("the upload was aborted, by gc or a lifecycle rule; try again");
    } else if (WRONG_REGION.contains(code)) {
      return Reason.refused(wrongRegion(e, code));
    } else if (BAD_CREDENTIALS.contains(code)) {
      return Reason.refused(
          "the credentials are not accepted (" + code + "); renew them, or check the profile");
    } else if (code.equals("RequestTimeTooSkewed")) {
      return Reason.refused("this machine's clock differs too much from the service's; correct it");
    } else if (code.equals("ValidationException")) {
      return Reason.refused(invalid(e));
    } else if (code.equals("ItemCollectionSizeLimitExceededException")) {
      return Reason.refused("the items of one partition exceed DynamoDB's limit of 10 GB");
    } else if (code.equals("InvalidObjectState")) {
      return Reason.refused("the object is archived; restore it from its storage class first");
    } else if (THROTTLED.contains(code) || e.isThrottlingException()) {
      return Reason.passing("the service throttles (" + code + "); try again later");
    } else if (CONTENDED.contains(code)) {
      return Reason.passing("concurrent writers kept conflicting (" + code + "); try again");
    } else if (code.equals("TransactionInProgressException")) {
      // Each call has its own token, so the attempt in progress belongs to this very call.
      return Reason.unanswered("an earlier attempt is still in progress (" + code + "); try again");
    } else if (code.equals("IdempotentParameterMismatchException")) {
      return Reason.unanswered(
          "an earlier attempt had different parameters (" + code + "); try again");
    } else if ((e.statusCode() >= 500 && !NOT_SUPPORTED.contains(code))
        || code.startsWith("Internal")
        || TIMED_OUT.contains(code)) {
      return Reason.unanswered(resource.where().get() + " failed (" + code + "); try again");
    }
    return Reason.refused(resource.where().get() + " refused it (" + code + ": " + text(e) + ")");
  }

  private String wrongRegion(AwsServiceException e, String code) {
    @Nullable String region = regionOf(e);
    return resource.name()
        + " is not in "
        + resource.where().get()
        + (region == null
            ? "; set the region that it is in (" + code + ")"
            : " but in region " + region + "; set that region");
  }

  /** Returns the bucket's region, if S3's answer contains it. */
  public static @Nullable String regionOf(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? null
        : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse(null);
  }

  private String invalid(AwsServiceException e) {
    // One code for all of these; only the text distinguishes them.
    String text = text(e).toLowerCase(Locale.ROOT);
    if (text.contains("size") && text.contains("exceed")) {
      return "the item would exceed DynamoDB's limit of 400 KB; give the versions less metadata,"
          + " or route to fewer of them";
    } else if (text.contains("index")) {
      return resource.name() + " has no such index; create it with S3DynamoSetup";
    }
    return "DynamoDB rejected the request as invalid (%s); is %s one that S3DynamoSetup created?"
        .formatted(text(e), resource.name());
  }

  private Reason ofClient(SdkException e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = text(e);
    if (text.contains("Unable to load credentials")) {
      return Reason.refused(
          "there are no AWS credentials; the SDK looked in system properties, environment"
              + " variables, web identity, ~/.aws profiles, the container and the instance");
    } else if (text.contains("Profile file contained no credentials")) {
      return Reason.refused(
          "the configured AWS profile has no credentials; check its name, ~/.aws/config and"
              + " ~/.aws/credentials");
    } else if (root instanceof UnknownHostException) {
      return Reason.passing(
          "there is no host for "
              + resource.where().get()
              + "; check the endpoint, the region and the network");
    } else if (root instanceof ConnectException) {
      return Reason.passing(
          resource.where().get()
              + " accepts no connections; check the endpoint, the network and that it runs");
    } else if (Thread.currentThread().isInterrupted()) {
      return Reason.unanswered("the thread was interrupted");
    }
    return Reason.unanswered("no reply came from " + resource.where().get() + " (" + text + ")");
  }

  /**
   * Returns whether the SDK had made an earlier attempt that failed in a different way from the
   * last: that attempt may have been applied. The SDK keeps only the messages of earlier attempts.
   */
  public static boolean hadAnotherAttempt(SdkException e) {
    SdkException last = e;
    while (last.getCause() instanceof SdkException inner) {
      last = inner;
    }
    String text = text(last);
    for (Throwable earlier : last.getSuppressed()) {
      String other = String.valueOf(earlier.getMessage());
      if (other.startsWith("Request attempt ") && (text.isEmpty() || !other.contains(text))) {
        return true;
      }
    }
    return false;
  }

  private static String text(SdkException e) {
    return e instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? String.valueOf(service.awsErrorDetails().errorMessage())
        : String.valueOf(e.rawMessage());
  }
}
