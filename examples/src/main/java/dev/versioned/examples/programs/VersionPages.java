package dev.versioned.examples.programs;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A user interface that pages through versions, newest first, over stateless requests. */
public final class VersionPages {
  private static final int SIZE = 10;

  private final ArtifactRepository repo;

  /**
   * The response to one request.
   *
   * @param lines the lines of the page
   * @param next the parameter for the next page; null on the last page
   */
  public record View(List<String> lines, @Nullable String next) {}

  /**
   * Creates the pages of a repository.
   *
   * @param repo the repository to show
   */
  public VersionPages(ArtifactRepository repo) {
    this.repo = repo;
  }

  /**
   * Answers one request.
   *
   * @param name the artifact's name
   * @param before the previous page's {@code next}; null for the first page
   * @return the page
   */
  public View page(String name, @Nullable String before) {
    Artifact artifact = repo.artifact(name);
    Stream<Version> rest =
        before == null ? artifact.versions() : artifact.versionsBefore(VersionNumber.parse(before));
    // Fetches one version more than is shown, to know whether another page follows.
    List<Version> versions = rest.limit(SIZE + 1).toList();
    List<Version> shown = versions.subList(0, Math.min(SIZE, versions.size()));
    String next = versions.size() > SIZE ? shown.get(SIZE - 1).number().toString() : null;
    return new View(
        shown.stream()
            .map(v -> v.number() + "  " + v.createdBy() + "  " + v.description())
            .toList(),
        next);
  }
}
