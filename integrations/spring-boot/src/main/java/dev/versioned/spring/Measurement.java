package dev.versioned.spring;

import dev.versioned.LiveAlias;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import java.util.function.Consumer;

/** Measures what is opened; by default not at all. */
class Measurement {
  void opened(LiveAlias live) {}

  void opened(LiveDeployment<?> deployment) {}

  void opened(ArtifactCache cache) {}

  Consumer<Version> timed(Consumer<Version> preparation) {
    return preparation;
  }

  <T> VersionLoader<T> timedLoader(VersionLoader<T> loader) {
    return loader;
  }
}
