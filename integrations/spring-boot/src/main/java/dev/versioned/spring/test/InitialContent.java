package dev.versioned.spring.test;

import dev.versioned.ArtifactRepository;

/**
 * Publishes what a test's context needs, before any other bean uses the repository: a bean next to
 * {@link EmbeddedVersioned}.
 */
@FunctionalInterface
public interface InitialContent {

  /**
   * Publishes versions and points aliases to them.
   *
   * @param repository an empty repository
   */
  void publish(ArtifactRepository repository);
}
