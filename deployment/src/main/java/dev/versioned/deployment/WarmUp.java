package dev.versioned.deployment;

import dev.versioned.model.Version;

/**
 * Makes a loaded version ready for traffic, or finds out that it is not fit for it: fills caches,
 * opens connections, answers a sample request.
 *
 * @param <T> what a version is loaded as
 */
@FunctionalInterface
public interface WarmUp<T> {

  /**
   * Warms a version up.
   *
   * @param loaded the loaded version
   * @param version the version
   * @throws Exception if it must not get traffic; the message says why
   */
  void run(T loaded, Version version) throws Exception;
}
