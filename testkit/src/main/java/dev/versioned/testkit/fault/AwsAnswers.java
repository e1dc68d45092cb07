package dev.versioned.testkit.fault;

import dev.versioned.testkit.fault.AwsFault.Answer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Creates the services' answers, and the exceptions that the SDK makes of them. */
final class AwsAnswers {
  private AwsAnswers() {}

  /** Returns the exception that the SDK would make of an answer. */
  static AwsServiceException exception(AwsCall call, Answer answer) {
    SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    AwsServiceException.Builder exception = isS3(call) ? S3Exception.builder() : dynamoDb(answer);
    return exception
        .statusCode(answer.status())
        .message(answer.message())
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(call.service())
                .errorCode(answer.code())
                .errorMessage(answer.message())
                .sdkHttpResponse(response.build())
                .build())
        .build();
  }

  private static boolean isS3(AwsCall call) {
    return call.service().equals("S3");
  }

  private static AwsServiceException.Builder dynamoDb(Answer answer) {
    return switch (answer.code()) {
      case "ConditionalCheckFailedException" -> ConditionalCheckFailedException.builder();
      case "IdempotentParameterMismatchException" -> IdempotentParameterMismatchException.builder();
      case "ProvisionedThroughputExceededException" ->
          ProvisionedThroughputExceededException.builder();
      case "ResourceNotFoundException" -> ResourceNotFoundException.builder();
      case "TransactionConflictException" -> TransactionConflictException.builder();
      case "TransactionInProgressException" -> TransactionInProgressException.builder();
      case "TransactionCanceledException" ->
          TransactionCanceledException.builder()
              .cancellationReasons(
                  answer.reasons().stream()
                      .map(code -> CancellationReason.builder().code(code).build())
                      .toList());
      default -> DynamoDbException.builder();
    };
  }

  /** Returns the head of an answer that replaces the service's own. */
  static SdkHttpResponse head(AwsCall call, Answer answer) {
    SdkHttpResponse.Builder response =
        SdkHttpResponse.builder()
            .statusCode(answer.status())
            .putHeader(
                "Content-Type", isS3(call) ? "application/xml" : "application/x-amz-json-1.0")
            .putHeader("Content-Length", Integer.toString(bytes(call, answer).length));
    answer.headers().forEach(response::putHeader);
    return response.build();
  }

  /** Returns the body of an answer that replaces the service's own. */
  static InputStream body(AwsCall call, Answer answer) {
    return new ByteArrayInputStream(bytes(call, answer));
  }

  private static byte[] bytes(AwsCall call, Answer answer) {
    String body =
        isS3(call)
            ? String.format(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                    + "<Error><Code>%s</Code><Message>%s</Message></Error>",
                answer.code(), answer.message())
            : String.format(
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"Message\":\"%s\"}",
                answer.code(), answer.message());
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
