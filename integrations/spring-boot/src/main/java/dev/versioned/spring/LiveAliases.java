package dev.versioned.spring;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.WatchOptions;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.LiveDeployment;
import dev.versioned.deployment.LiveDeploymentBuilder;
import dev.versioned.deployment.VersionLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;

/**
 * All aliases that the application follows, each once: those of the properties and those that
 * injection points name. They are closed with the context, before the repository.
 */
final class LiveAliases implements AutoCloseable {
  private final ArtifactRepository repository;
  private final Supplier<ArtifactCache> cache;
  private final Measurement measurement;
  private final BeanFactory beans;
  private final Map<AliasKey, VersionedProperties.Alias> configured = new LinkedHashMap<>();
  private final Map<AliasKey, String> names = new LinkedHashMap<>();
  private final Map<AliasKey, Followed> followed = new LinkedHashMap<>();

  /** What follows one alias; its deployment if it has a loader. */
  record Followed(String name, LiveAlias live, Optional<LiveDeployment<?>> deployment) {}

  LiveAliases(
      VersionedProperties properties,
      ArtifactRepository repository,
      Supplier<ArtifactCache> cache,
      Measurement measurement,
      BeanFactory beans) {
    PropertiesCheck.checkAliases(properties);
    this.repository = repository;
    this.cache = cache;
    this.measurement = measurement;
    this.beans = beans;
    new TreeMap<>(properties.aliases())
        .forEach(
            (name, alias) -> {
              configured.put(alias.key(), alias);
              names.put(alias.key(), name);
            });
  }

  LiveAlias live(AliasKey key) {
    return follow(key).live();
  }

  LiveDeployment<?> deployment(AliasKey key) {
    return follow(key)
        .deployment()
        .orElseThrow(
            () ->
                new InvalidVersionedConfigurationException(
                    List.of(
                        "a LiveDeployment of "
                            + key
                            + " is injected, and no loader is named; set"
                            + " versioned.aliases.NAME.loader to a bean that is a VersionLoader")));
  }

  /** Returns what is followed now, in the order in which it was opened. */
  synchronized List<Followed> all() {
    return new ArrayList<>(followed.values());
  }

  private synchronized Followed follow(AliasKey key) {
    Followed known = followed.get(key);
    if (known == null) {
      known = open(key);
      followed.put(key, known);
    }
    return known;
  }

  private Followed open(AliasKey key) {
    AliasHandle handle = repository.artifact(key.artifact()).alias(key.alias().value());
    String name = names.getOrDefault(key, key.artifact() + ":" + key.alias());
    VersionedProperties.Alias options = configured.get(key);
    if (options == null) {
      return opened(name, handle.watch());
    }
    if (options.loader() == null) {
      return opened(name, handle.watch(watch -> apply(options, watch)));
    }
    VersionLoader<?> loader = beans.getBean(options.loader(), VersionLoader.class);
    LiveDeployment<?> deployment = deploy(handle, loader, options);
    measurement.opened(deployment);
    return new Followed(name, deployment.liveAlias(), Optional.of(deployment));
  }

  private Followed opened(String name, LiveAlias live) {
    measurement.opened(live);
    return new Followed(name, live, Optional.empty());
  }

  private <T> LiveDeployment<T> deploy(
      AliasHandle handle, VersionLoader<T> loader, VersionedProperties.Alias options) {
    LiveDeploymentBuilder<T> builder =
        LiveDeployment.builder(handle, cache.get(), measurement.timedLoader(loader));
    return builder
        .watch(watch -> apply(options, watch))
        .maxLive(options.maxLive())
        .drainAtMost(options.drain())
        .build();
  }

  private void apply(VersionedProperties.Alias options, WatchOptions watch) {
    watch.every(options.every());
    if (options.staleAfter() != null) {
      watch.staleAfter(options.staleAfter());
    }
    if (options.keepIn() != null) {
      watch.keepIn(options.keepIn());
    }
    if (options.eventuallyConsistent()) {
      watch.eventuallyConsistent();
    }
    if (options.report()) {
      watch.report();
    }
    if (options.fetch()) {
      ArtifactCache files = cache.get();
      watch.prepare(measurement.timed(files::fetch));
    }
  }

  @Override
  public void close() {
    for (Followed one : all()) {
      one.deployment().ifPresentOrElse(LiveDeployment::close, one.live()::close);
    }
  }
}
