package dev.versioned.spring;

import dev.versioned.micrometer.VersionedMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Measures for Micrometer, if {@code versioned-micrometer} is on the class path. Spring Boot binds
 * the meters to the registries that exist.
 */
@AutoConfiguration(before = VersionedAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, VersionedMetrics.class})
@ConditionalOnProperty(name = "versioned.enabled", matchIfMissing = true)
public final class VersionedMetricsAutoConfiguration {

  /** Called by Spring. */
  public VersionedMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  VersionedMetrics versionedMetrics() {
    return new VersionedMetrics();
  }

  @Bean
  Measurement versionedMeasurement(VersionedMetrics metrics) {
    return new MetricsMeasurement(metrics);
  }
}
