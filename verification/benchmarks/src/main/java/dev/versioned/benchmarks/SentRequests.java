package dev.versioned.benchmarks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Records every request that is sent, retries included. */
final class SentRequests implements ExecutionInterceptor {
  private final List<String> names = new CopyOnWriteArrayList<>();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    names.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  List<String> names() {
    return List.copyOf(names);
  }
}
