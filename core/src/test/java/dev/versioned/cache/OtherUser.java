package dev.versioned.cache;

import dev.versioned.ArtifactRepository;
import dev.versioned.ChangedReads;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import java.nio.file.Path;

/** Fetches from a cache that another user has filled, while the store is unreachable. */
final class OtherUser {
  private OtherUser() {}

  public static void main(String[] args) {
    ArtifactRepository repository =
        ArtifactRepository.of(
            ChangedReads.of(new MemoryBlobStore())
                .answering(
                    (store, key, offset, size) -> {
                      throw BackendException.transientFailure(
                          "Cannot read: the network is cut", null);
                    }),
            new MemoryItemStore(),
            RepositorySettings.defaults());
    Version version = repository.artifact("a").publish(Content.of(CacheFolderTest.TEXT)).version();
    ArtifactCache cache = ArtifactCache.builder(repository, Path.of(args[0])).build();
    System.out.println("fetched " + cache.fetch(version));
  }
}
