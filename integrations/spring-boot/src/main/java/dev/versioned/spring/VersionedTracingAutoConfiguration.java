package dev.versioned.spring;

import dev.versioned.opentelemetry.SpanEvents;
import io.opentelemetry.api.trace.Span;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Adds events to spans, if {@code versioned-opentelemetry} is on the class path. */
@AutoConfiguration(before = VersionedAutoConfiguration.class)
@ConditionalOnClass({Span.class, SpanEvents.class})
@ConditionalOnProperty(name = "versioned.enabled", matchIfMissing = true)
public final class VersionedTracingAutoConfiguration {

  /** Called by Spring. */
  public VersionedTracingAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  SpanEvents versionedSpanEvents() {
    return new SpanEvents();
  }
}
