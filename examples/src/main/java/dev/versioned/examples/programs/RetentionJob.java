package dev.versioned.examples.programs;

import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import java.time.Duration;

/** A nightly job: deletes old versions of all artifacts, and bytes that nothing refers to. */
public final class RetentionJob {
  private RetentionJob() {}

  /**
   * Cleans up a repository.
   *
   * @param repo the repository to clean up
   * @return a line for the log
   */
  public static String run(ArtifactRepository repo) {
    PruneReport pruned =
        repo.prune(
                Retention.newest(20)
                    .or(Retention.newerThan(Duration.ofDays(90)))
                    .or(Retention.labelled("keep")))
            .run();
    repo.gc().run();
    return "deleted %d, kept %d, %d failed"
        .formatted(pruned.deleted().size(), pruned.kept(), pruned.failures().size());
  }
}
