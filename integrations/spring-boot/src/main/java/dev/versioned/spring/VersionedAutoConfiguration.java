package dev.versioned.spring;

import dev.versioned.ArtifactRepository;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.event.EventListener;
import java.nio.file.Path;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sets up the repository, the cache, and the aliases of the properties. Each bean of the
 * application replaces the one of the same type.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "versioned.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VersionedProperties.class)
public final class VersionedAutoConfiguration {

  /** Called by Spring. */
  public VersionedAutoConfiguration() {}

  @Bean
  static AliasBeans versionedAliasBeans(Environment environment) {
    return new AliasBeans(environment);
  }

  @Bean
  @ConditionalOnMissingBean
  ArtifactRepository versionedRepository(
      VersionedProperties properties,
      ObjectProvider<VersionedConnectionDetails> details,
      ObjectProvider<DetailsClients> detailsClients,
      ObjectProvider<S3Client> s3,
      ObjectProvider<DynamoDbClient> dynamoDb,
      Environment environment,
      ObjectProvider<EventListener> listeners,
      ObjectProvider<VersionedRepositoryCustomizer> customizers) {
    return new RepositoryFactory(
            properties,
            details.getIfAvailable(),
            detailsClients,
            s3,
            dynamoDb,
            environment,
            listeners.orderedStream().toList(),
            customizers.orderedStream().toList())
        .open();
  }

  @Bean
  @Lazy
  DetailsClients versionedDetailsClients(VersionedConnectionDetails details) {
    return DetailsClients.of(details);
  }

  /** Publishes what happens as events of the application. */
  @Bean
  EventListener versionedApplicationEvents(ApplicationEventPublisher publisher) {
    return publisher::publishEvent;
  }

  /** Lazy: an application whose aliases need no files has no directory of them. */
  @Bean
  @Lazy
  @ConditionalOnMissingBean
  ArtifactCache versionedCache(
      VersionedProperties properties,
      ArtifactRepository repository,
      ObjectProvider<Measurement> measurement) {
    VersionedProperties.Cache options = properties.cache();
    Path directory =
        options.directory() == null
            ? Path.of(System.getProperty("java.io.tmpdir"), "versioned-cache")
            : options.directory();
    ArtifactCache cache =
        ArtifactCache.builder(repository, directory)
            .maxBytes(options.maxSize().toBytes())
            .keepFor(options.keepFor())
            .build();
    measurement.ifAvailable(one -> one.opened(cache));
    return cache;
  }

  @Bean
  LiveAliases versionedLiveAliases(
      VersionedProperties properties,
      ArtifactRepository repository,
      ObjectProvider<ArtifactCache> cache,
      ObjectProvider<Measurement> measurement,
      BeanFactory beans) {
    return new LiveAliases(
        properties,
        repository,
        cache::getObject,
        measurement.getIfAvailable(Measurement::new),
        beans);
  }
}
