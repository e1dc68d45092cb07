package dev.versioned.s3dynamo;

import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Records what IAM decides for the requests of a client. */
final class IamRecorder implements ExecutionInterceptor {
  private final Set<IamCheck> checks = new LinkedHashSet<>();

  @Override
  public synchronized void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    checks.addAll(IamCheck.of(context.request()));
  }

  /** Clears the record, runs an operation, and returns what IAM decides for its requests. */
  Set<IamCheck> during(Runnable operation) {
    synchronized (this) {
      checks.clear();
    }
    operation.run();
    synchronized (this) {
      return Set.copyOf(checks);
    }
  }
}
