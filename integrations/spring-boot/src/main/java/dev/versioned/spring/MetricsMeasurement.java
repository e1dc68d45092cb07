package dev.versioned.spring;

import dev.versioned.LiveAlias;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.micrometer.DeploymentMetrics;
import dev.versioned.micrometer.VersionedMetrics;
import dev.versioned.model.Version;
import java.util.function.Consumer;

/** Measures what is opened, for Micrometer. */
final class MetricsMeasurement extends Measurement {
  private final VersionedMetrics metrics;

  MetricsMeasurement(VersionedMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  void opened(LiveAlias live) {
    metrics.monitor(live);
  }

  @Override
  void opened(LiveDeployment<?> deployment) {
    DeploymentMetrics.monitor(metrics, deployment);
  }

  @Override
  void opened(ArtifactCache cache) {
    metrics.monitor("versioned", cache);
  }

  @Override
  Consumer<Version> timed(Consumer<Version> preparation) {
    return metrics.timed(preparation);
  }

  @Override
  <T> VersionLoader<T> timedLoader(VersionLoader<T> loader) {
    return DeploymentMetrics.timed(metrics, loader);
  }
}
