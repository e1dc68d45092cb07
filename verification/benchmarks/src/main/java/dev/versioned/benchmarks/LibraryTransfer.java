package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.PublishOptions;
import java.nio.file.Path;

/** This library: hashes and publishes a file, and downloads it verified. */
final class LibraryTransfer implements Transfer {
  private final ArtifactRepository repository;

  LibraryTransfer(Servers servers) {
    this.repository = servers.repository();
  }

  @Override
  public String send(String name, Path file) {
    // The same file in every round.
    return repository
        .artifact(name)
        .publish(Content.of(file), PublishOptions::evenIfUnchanged)
        .version()
        .number()
        .toString();
  }

  @Override
  public void fetch(String name, String sent, Path file) {
    Artifact artifact = repository.artifact(name);
    artifact.download(artifact.resolve(sent), file);
  }

  @Override
  public void close() {
    repository.close();
  }
}
