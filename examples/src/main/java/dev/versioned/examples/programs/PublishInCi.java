package dev.versioned.examples.programs;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.PublishResult;
import java.nio.file.Path;

/** A step of a pipeline: publishes a build once, however often the step is repeated. */
public final class PublishInCi {
  private PublishInCi() {}

  /**
   * Publishes a build.
   *
   * @param repo the repository to publish to
   * @param jar the build's result
   * @param commit the commit it was built from
   * @param run the id of the pipeline's run, the same when a step is repeated
   * @return the version, and whether it is new
   */
  public static PublishResult publish(
      ArtifactRepository repo, Path jar, String commit, String run) {
    return repo.artifact("checkout")
        .publish(Content.of(jar), p -> p.metadata("git.sha", commit).idempotencyKey(run).by("ci"));
  }
}
