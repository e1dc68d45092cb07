package dev.versioned.spring;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.event.Event;
import dev.versioned.event.EventListener;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application with a repository of its own, in memory: {@code checkout/LIVE} is version 1. */
@Configuration(proxyBeanMethods = false)
class MemoryRepository {
  final List<Event> events = new CopyOnWriteArrayList<>();

  @Bean
  ArtifactRepository repository(ObjectProvider<EventListener> listeners) {
    ArtifactRepository repository =
        ArtifactRepository.of(
            new MemoryBlobStore(),
            new MemoryItemStore(),
            RepositorySettings.defaults()
                .withListener(
                    EventListener.all(listeners.orderedStream().toArray(EventListener[]::new))));
    Artifact artifact = repository.artifact("checkout");
    artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
    artifact.alias("OLD").pointTo(artifact.publish(Content.of("two")).version());
    return repository;
  }

  @Bean
  VersionLoader<String> texts() {
    return (file, version) -> Files.readString(file);
  }

  @org.springframework.context.event.EventListener
  void on(Event event) {
    events.add(event);
  }
}
