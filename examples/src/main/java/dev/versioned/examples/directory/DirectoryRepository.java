package dev.versioned.examples.directory;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import java.nio.file.Path;

/** A repository in a directory, which the processes of a host share. */
public final class DirectoryRepository {
  private DirectoryRepository() {}

  /**
   * Opens the repository of a directory, and binds its two stores to each other.
   *
   * @param directory where everything is kept; made if it does not exist
   * @return the repository, to be closed
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
