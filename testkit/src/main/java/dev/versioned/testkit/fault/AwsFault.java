package dev.versioned.testkit.fault;

import java.net.ConnectException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A fault of a request of an AWS client; see {@link AwsFaults}.
 *
 * <p>The SDK's own retries happen here, too: for a fault to reach the caller, it must occur as
 * often as the client makes attempts. A request that is applied twice is therefore {@link
 * #loseReply()}, once: the SDK's own retry meets the effect of the first attempt.
 */
public sealed interface AwsFault {

  /**
   * Fails before sending: the request does not reach the service, and the client knows it, because
   * its connection was refused.
   *
   * @return the fault
   */
  static AwsFault failBefore() {
    return new Unreachable();
  }

  /**
   * Applies the request, then loses the reply: the connection is reset after the service has
   * processed it.
   *
   * @return the fault
   */
  static AwsFault loseReply() {
    return new ReplyLost();
  }

  /**
   * Delays the request until after something else, in particular another caller's request.
   *
   * @param other runs first, on the thread of the delayed caller
   * @return the fault
   */
  static AwsFault delayPast(Runnable other) {
    return new Delayed(other);
  }

  /**
   * Answers with an error, and the service does nothing. A status of 200 is S3's error in the body
   * of a successful response.
   *
   * @param status the HTTP status
   * @param code the error code, such as {@code SlowDown}
   * @return the fault
   */
  static Answer answer(int status, String code) {
    return new Answer(status, code, "injected", Map.of(), List.of(), false);
  }

  /**
   * Applies the request, and answers with an error: such as S3's 412 for the client's own write, or
   * its 200 with an error in the body.
   *
   * @param status the HTTP status
   * @param code the error code, such as {@code PreconditionFailed}
   * @return the fault
   */
  static Answer applyThenAnswer(int status, String code) {
    return new Answer(status, code, "injected", Map.of(), List.of(), true);
  }

  /**
   * Throttles: S3's 503 SlowDown.
   *
   * @return the fault
   */
  static Answer slowDown() {
    return answer(503, "SlowDown");
  }

  /**
   * Throttles: DynamoDB's ProvisionedThroughputExceededException.
   *
   * @return the fault
   */
  static Answer throughputExceeded() {
    return answer(400, "ProvisionedThroughputExceededException");
  }

  /**
   * Refuses a conditional write because another of the same key is in progress: S3's 409.
   *
   * @return the fault
   */
  static Answer conditionalConflict() {
    return answer(409, "ConditionalRequestConflict");
  }

  /**
   * Cancels a transaction of DynamoDB, item by item.
   *
   * @param reasons one code for each item, {@code None} for an item that was not a reason
   * @return the fault
   */
  static Answer cancelTransaction(String... reasons) {
    return new Answer(
        400, "TransactionCanceledException", "injected", Map.of(), List.of(reasons), false);
  }

  /**
   * Refuses a transaction whose token another one has used: DynamoDB's
   * IdempotentParameterMismatchException.
   *
   * @return the fault
   */
  static Answer idempotentParameterMismatch() {
    return answer(400, "IdempotentParameterMismatchException");
  }

  /**
   * Resets the connection in the middle of the request's body.
   *
   * @return the fault
   */
  static AwsFault breakRequestBody() {
    return new RequestBroken();
  }

  /**
   * Resets the connection in the middle of the response's body.
   *
   * @return the fault
   */
  static AwsFault breakReplyBody() {
    return new ReplyBroken();
  }

  /** See {@link #failBefore()}. */
  record Unreachable() implements AwsFault {
    SdkClientException exception() {
      return SdkClientException.create(
          "Unable to execute HTTP request: injected", new ConnectException("injected"));
    }
  }

  /** See {@link #loseReply()}. */
  record ReplyLost() implements AwsFault {
    SdkClientException exception() {
      return SdkClientException.create(
          "Unable to execute HTTP request: Connection reset",
          new SocketException("Connection reset"));
    }
  }

  /**
   * See {@link #delayPast(Runnable)}.
   *
   * @param other runs first
   */
  record Delayed(Runnable other) implements AwsFault {}

  /** See {@link #breakRequestBody()}. */
  record RequestBroken() implements AwsFault {}

  /** See {@link #breakReplyBody()}. */
  record ReplyBroken() implements AwsFault {}

  /**
   * An error response; see {@link #answer} and {@link #applyThenAnswer}.
   *
   * @param status the HTTP status
   * @param code the error code
   * @param message the error's text
   * @param headers headers of the answer
   * @param reasons why a transaction was cancelled, item by item
   * @param applied whether the service has nevertheless applied the request
   */
  record Answer(
      int status,
      String code,
      String message,
      Map<String, String> headers,
      List<String> reasons,
      boolean applied)
      implements AwsFault {

    /**
     * Creates an answer; headers and reasons are copied.
     *
     * @param status the HTTP status
     * @param code the error code
     * @param message the error's text
     * @param headers headers of the answer
     * @param reasons why a transaction was cancelled, item by item
     * @param applied whether the service has nevertheless applied the request
     */
    public Answer {
      headers = Map.copyOf(headers);
      reasons = List.copyOf(reasons);
    }

    /**
     * Returns the same answer with another text.
     *
     * @param text the error's text
     * @return the answer
     */
    public Answer withMessage(String text) {
      return new Answer(status, code, text, headers, reasons, applied);
    }

    /**
     * Returns the same answer with an additional header.
     *
     * @param name the header's name
     * @param value its value
     * @return the answer
     */
    public Answer withHeader(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Answer(status, code, message, more, reasons, applied);
    }
  }
}
