package dev.versioned.deployment;

import dev.versioned.model.Version;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes an object of a version's file: {@code (file, version) -> Rules.parse(file)}. Several
 * threads may call it at the same time, for different versions.
 *
 * @param <T> what a version is loaded as
 */
@FunctionalInterface
public interface VersionLoader<T> {

  /**
   * Loads a version.
   *
   * @param file the version's bytes, verified; it exists and does not change while the version is
   *     loaded
   * @param version the version
   * @return what requests use; its methods are called by several threads at the same time
   * @throws Exception if the version cannot be loaded
   */
  T load(Path file, Version version) throws Exception;

  /**
   * Closes what was loaded, after its last use. By default it is closed if it is {@link
   * AutoCloseable}.
   *
   * @param loaded what {@link #load} returned
   * @throws Exception if it cannot be closed
   */
  default void close(T loaded) throws Exception {
    if (loaded instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  /**
   * Returns the class loader that was made for what was loaded: it is the context class loader of a
   * thread that uses it, and must become unreachable after {@link #close}. By default none.
   *
   * @param loaded what {@link #load} returned, until it is closed
   * @return a class loader of its own, or empty if its classes are the application's
   */
  default Optional<ClassLoader> classLoader(T loaded) {
    return Optional.empty();
  }
}
