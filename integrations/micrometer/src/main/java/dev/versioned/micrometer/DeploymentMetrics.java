package dev.versioned.micrometer;

import dev.versioned.deployment.DeploymentStatus;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.ShadowReport;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The meters of live deployments. They need {@code versioned-deployment}. */
public final class DeploymentMetrics {
  private DeploymentMetrics() {}

  /**
   * Measures a deployment: its alias as {@link VersionedMetrics#monitor(dev.versioned.LiveAlias)}
   * does, the versions in memory, the calls under way, and the results of shadow mode.
   *
   * @param metrics gets the meters
   * @param deployment the deployment
   */
  public static void monitor(VersionedMetrics metrics, LiveDeployment<?> deployment) {
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(deployment, "deployment");
    metrics.monitor(deployment.liveAlias());
    Tags tags = VersionedMetrics.tags(deployment.liveAlias().alias());
    gauge(
        metrics,
        deployment,
        "versioned.deployment.versions",
        "Versions in memory",
        tags.and("state", "serving"),
        status -> status.running().stream().filter(one -> !one.isLeaving()).count());
    gauge(
        metrics,
        deployment,
        "versioned.deployment.versions",
        "Versions in memory",
        tags.and("state", "leaving"),
        status -> status.running().stream().filter(DeploymentStatus.Running::isLeaving).count());
    gauge(
        metrics,
        deployment,
        "versioned.deployment.active",
        "Calls of versions under way",
        tags,
        status -> status.running().stream().mapToInt(DeploymentStatus.Running::users).sum());
    shadow(metrics, deployment, tags.and("result", "equal"), ShadowReport::equal);
    shadow(metrics, deployment, tags.and("result", "different"), ShadowReport::different);
    shadow(metrics, deployment, tags.and("result", "failed"), ShadowReport::failed);
    shadow(metrics, deployment, tags.and("result", "skipped"), ShadowReport::skipped);
  }

  private static void gauge(
      VersionedMetrics metrics,
      LiveDeployment<?> deployment,
      String name,
      String description,
      Tags tags,
      ToDoubleFunction<DeploymentStatus> value) {
    metrics
        .meters()
        .add(
            registry ->
                Gauge.builder(name, deployment, one -> value.applyAsDouble(one.status()))
                    .description(description)
                    .tags(tags)
                    .register(registry));
  }

  private static void shadow(
      VersionedMetrics metrics,
      LiveDeployment<?> deployment,
      Tags tags,
      ToDoubleFunction<ShadowReport> count) {
    metrics
        .meters()
        .add(
            registry ->
                FunctionCounter.builder(
                        "versioned.deployment.shadow",
                        deployment,
                        one -> count.applyAsDouble(one.status().shadow()))
                    .description("Requests of shadow mode, by their result")
                    .tags(tags)
                    .register(registry));
  }

  /**
   * Measures a loader, as {@link VersionedMetrics#timed} measures a preparation.
   *
   * @param metrics gets the times
   * @param loader loads versions
   * @param <T> what a version is loaded as
   * @return does the same, and measures it
   */
  public static <T> VersionLoader<T> timed(VersionedMetrics metrics, VersionLoader<T> loader) {
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(loader, "loader");
    return new Timed<>(metrics, loader);
  }

  private record Timed<T>(VersionedMetrics metrics, VersionLoader<T> loader)
      implements VersionLoader<T> {
    @Override
    public T load(Path file, Version version) throws Exception {
      long started = System.nanoTime();
      boolean ready = false;
      try {
        T loaded = loader.load(file, version);
        ready = true;
        return loaded;
      } finally {
        metrics.prepared(version, ready, Duration.ofNanos(System.nanoTime() - started));
      }
    }

    @Override
    public void close(T loaded) throws Exception {
      loader.close(loaded);
    }

    @Override
    public Optional<ClassLoader> classLoader(T loaded) {
      return loader.classLoader(loaded);
    }
  }
}
