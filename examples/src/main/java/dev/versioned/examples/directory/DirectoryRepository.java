package dev.versioned.examples.directory;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import java.nio.file.Path;

/** A repository in a directory, shared by the processes of a host. */
public final class DirectoryRepository {
  private DirectoryRepository() {}

  /**
   * Opens the repository of a directory, and binds its two stores to each other.
   *
   * @param directory where to store everything; created if it does not exist
   * @return the repository; the caller closes it
   */
  public static ArtifactRepository open(Path directory) {
    ArtifactRepository repo =
        ArtifactRepository.of(
            new DirectoryBlobStore(directory),
            new DirectoryItemStore(directory),
            RepositorySettings.defaults());
    try {
      repo.binding().bind();
      return repo;
    } catch (RuntimeException e) {
      repo.close();
      throw e;
    }
  }
}
