package dev.versioned.deployment;

/**
 * What a request does with a version: {@code handler -> handler.handle(request)}. It does not keep
 * the object, nor what belongs to it: the version may be closed when it has returned.
 *
 * @param <T> what a version is loaded as
 * @param <R> the answer
 * @param <X> what it may throw; {@link RuntimeException} if it throws nothing checked
 */
@FunctionalInterface
public interface Use<T, R, X extends Throwable> {

  /**
   * Uses a version.
   *
   * @param loaded the loaded version
   * @return the answer
   * @throws X what the caller receives
   */
  R with(T loaded) throws X;
}
