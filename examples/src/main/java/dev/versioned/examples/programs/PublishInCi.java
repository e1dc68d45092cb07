package dev.versioned.examples.programs;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.PublishResult;
import java.nio.file.Path;

/** A step of a pipeline: publishes what was built, once, however often the step is repeated. */
public final class PublishInCi {
  private PublishInCi() {}

  /**
   * Publishes a build.
   *
   * @param repo where to publish
   * @param jar what was built
   * @param commit what it was built from
   * @param run the pipeline's run, the same for its repeated steps
   * @return the version, and whether it is new
   */
  public static PublishResult publish(
      ArtifactRepository repo, Path jar, String commit, String run) {
    return repo.artifact("checkout")
        .publish(Content.of(jar), p -> p.metadata("git.sha", commit).idempotencyKey(run).by("ci"));
  }
}
