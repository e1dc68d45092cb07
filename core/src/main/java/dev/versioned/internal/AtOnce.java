package dev.versioned.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A request that is made while its caller does something else. If no thread has begun it when its
 * result is needed, the caller makes it: a busy executor delays no caller.
 *
 * @param <T> the result
 */
public final class AtOnce<T> {
  private final FutureTask<T> task;

  private AtOnce(FutureTask<T> task) {
    this.task = task;
  }

  /**
   * Starts a request.
   *
   * @param <T> the result
   * @param request makes the request
   * @param executor runs it
   * @return the request under way
   */
  public static <T> AtOnce<T> start(Supplier<T> request, Executor executor) {
    FutureTask<T> task = new FutureTask<>(request::get);
    executor.execute(task);
    return new AtOnce<>(task);
  }

  /**
   * Returns a request that was answered already.
   *
   * @param <T> the result
   * @param result the result
   * @return the answered request
   */
  public static <T> AtOnce<T> answered(T result) {
    return start(() -> result, Runnable::run);
  }

  /**
   * Waits for the result. An interrupt does not end the wait, which is as long as the request, and
   * is kept.
   *
   * @return the result
   * @throws RuntimeException what the request threw
   */
  public T join() {
    task.run(); // does nothing if a thread has begun it
    return Failures.join(task);
  }
}
