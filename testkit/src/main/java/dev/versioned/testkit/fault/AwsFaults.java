package dev.versioned.testkit.fault;

import dev.versioned.testkit.fault.AwsFault.Answer;
import dev.versioned.testkit.fault.AwsFault.Delayed;
import dev.versioned.testkit.fault.AwsFault.ReplyBroken;
import dev.versioned.testkit.fault.AwsFault.ReplyLost;
import dev.versioned.testkit.fault.AwsFault.RequestBroken;
import dev.versioned.testkit.fault.AwsFault.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Lets requests of an S3 or DynamoDB client meet faults that local servers do not show, on their
 * way to a real one. It is an interceptor of the SDK, so that the SDK's retries and the whole
 * backend are tried too:
 *
 * <pre>{@code
 * AwsFaults faults = new AwsFaults();
 * S3Client s3 = aws.s3Builder(faults).build();
 * DynamoDbClient dynamoDb = aws.dynamoDbBuilder(faults).build();
 * faults.next(1, "PutObject", AwsFault.applyThenAnswer(412, "PreconditionFailed"));
 * faults.next(3, "TransactWriteItems", AwsFault.cancelTransaction("TransactionConflict", "None"));
 * }</pre>
 *
 * <p>Thread-safe; for synchronous clients.
 */
public final class AwsFaults implements ExecutionInterceptor {
  private static final ExecutionAttribute<Optional<AwsFault>> MET =
      new ExecutionAttribute<>("VersionedInjectedFault");

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final AtomicInteger met = new AtomicInteger();

  private record Rule(Predicate<AwsCall> which, AwsFault fault, AtomicInteger left) {
    boolean takes(AwsCall call) {
      return which.test(call) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  /** Lets everything pass until told otherwise. */
  public AwsFaults() {}

  /**
   * Lets the next requests of an operation meet a fault. What was said earlier goes first.
   *
   * @param times how many
   * @param operation the operation as the service names it, such as {@code PutObject}
   * @param fault what happens to them
   */
  public void next(int times, String operation, AwsFault fault) {
    next(times, call -> call.operation().equals(operation), fault);
  }

  /**
   * Lets the next requests of a kind meet a fault. What was said earlier goes first.
   *
   * @param times how many
   * @param which chooses them
   * @param fault what happens to them
   */
  public void next(int times, Predicate<AwsCall> which, AwsFault fault) {
    rules.add(new Rule(which, fault, new AtomicInteger(times)));
  }

  /** Lets everything pass again. */
  public void clear() {
    rules.clear();
  }

  /**
   * Returns how many requests have met a fault.
   *
   * @return the number of requests
   */
  public int met() {
    return met.get();
  }

  private static AwsCall call(Context.AfterMarshalling context, ExecutionAttributes attributes) {
    return new AwsCall(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
        context.httpRequest());
  }

  private static @Nullable AwsFault met(ExecutionAttributes attributes) {
    Optional<AwsFault> fault = attributes.getAttribute(MET);
    return fault == null ? null : fault.orElse(null);
  }

  /** Every body can break; whether it does is known when it is read. */
  @Override
  public Optional<RequestBody> modifyHttpContent(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context
        .requestBody()
        .map(
            body ->
                body.optionalContentLength()
                    .map(length -> breakable(body, length, attributes))
                    .orElse(body));
  }

  private static RequestBody breakable(
      RequestBody body, long length, ExecutionAttributes attributes) {
    return RequestBody.fromContentProvider(
        () ->
            FaultyBody.breaking(
                body.contentStreamProvider().newStream(), length / 2, () -> isBroken(attributes)),
        length,
        body.contentType());
  }

  /** Once for each fault: the SDK reads the body of its next attempt before that meets another. */
  private static boolean isBroken(ExecutionAttributes attributes) {
    boolean broken = met(attributes) instanceof RequestBroken;
    if (broken) {
      attributes.putAttribute(MET, Optional.empty());
    }
    return broken;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    AwsCall call = call(context, attributes);
    Optional<AwsFault> fault =
        rules.stream().filter(rule -> rule.takes(call)).findFirst().map(Rule::fault);
    attributes.putAttribute(MET, fault);
    fault.ifPresent(one -> meet(call, one));
  }

  private void meet(AwsCall call, AwsFault fault) {
    met.incrementAndGet();
    if (fault instanceof Unreachable unreachable) {
      throw unreachable.exception();
    } else if (fault instanceof Answer answer && !answer.applied()) {
      throw AwsAnswers.exception(call, answer);
    } else if (fault instanceof Delayed delayed) {
      delayed.other().run();
    }
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (met(attributes) instanceof ReplyLost lost) {
      context.responseBody().ifPresent(AwsFaults::discard);
      throw lost.exception();
    }
  }

  /** Gives the connection back, which would otherwise wait for its reader. */
  private static void discard(InputStream body) {
    if (body instanceof AbortableInputStream abortable) {
      abortable.abort();
    }
    try {
      body.close();
    } catch (IOException e) {
      // It is lost anyway.
    }
  }

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return met(attributes) instanceof Answer answer
        ? AwsAnswers.head(call(context, attributes), answer)
        : context.httpResponse();
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AwsFault fault = met(attributes);
    if (fault instanceof Answer answer) {
      context.responseBody().ifPresent(AwsFaults::discard);
      return Optional.of(AwsAnswers.body(call(context, attributes), answer));
    } else if (fault instanceof ReplyBroken) {
      long length =
          context
              .httpResponse()
              .firstMatchingHeader("Content-Length")
              .map(Long::valueOf)
              .orElse(0L);
      return context.responseBody().map(body -> FaultyBody.breaking(body, length / 2, () -> true));
    }
    return context.responseBody();
  }
}
