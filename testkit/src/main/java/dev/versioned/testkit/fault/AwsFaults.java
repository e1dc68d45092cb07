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
 * Injects faults, which local servers do not show, into the requests of an S3 or DynamoDB client to
 * a real server. It is an interceptor of the SDK, so that the SDK's retries and the whole backend
 * are tested, too:
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

  /** Creates an interceptor that lets everything pass until told otherwise. */
  public AwsFaults() {}

  /**
   * Injects a fault into the next requests of an operation. Earlier calls of this method take
   * precedence.
   *
   * @param times the number of requests
   * @param operation the service's name of the operation, such as {@code PutObject}
   * @param fault the fault
   */
  public void next(int times, String operation, AwsFault fault) {
    next(times, call -> call.operation().equals(operation), fault);
  }

  /**
   * Injects a fault into the next matching requests. Earlier calls of this method take precedence.
   *
   * @param times the number of requests
   * @param which selects the requests
   * @param fault the fault
   */
  public void next(int times, Predicate<AwsCall> which, AwsFault fault) {
    rules.add(new Rule(which, fault, new AtomicInteger(times)));
  }

  /** Lets everything pass from now on. */
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

  /** Wraps every body; whether it breaks is decided when it is read. */
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

  /**
   * Returns true once for each fault: the SDK reads the body of its next attempt before that meets
   * another fault.
   */
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

  /** Releases the connection, which would otherwise wait for its reader. */
  private static void discard(InputStream body) {
    if (body instanceof AbortableInputStream abortable) {
      abortable.abort();
    }
    try {
      body.close();
    } catch (IOException e) {
      // The response is lost in any case.
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
