package dev.versioned.examples.programs;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import java.util.Optional;

/** What an alarm calls: brings back what served before, unless somebody was quicker. */
public final class RollbackOnAlarm {
  private RollbackOnAlarm() {}

  /**
   * Takes the last move of an alias back.
   *
   * @param repo where the alias is
   * @param artifact its artifact
   * @param seen the alias as it was when the alarm was raised
   * @param alarm what is wrong
   * @return the alias after the rollback; empty if it had moved, or nothing was before
   */
  public static Optional<Alias> rollBack(
      ArtifactRepository repo, String artifact, Alias seen, String alarm) {
    AliasHandle live = repo.artifact(artifact).alias(seen.name());
    try {
      return Optional.of(
          live.rollback(u -> u.expectRevision(seen.revision()).reason(alarm).by("alarm")));
    } catch (RevisionConflictException e) {
      return Optional.empty();
    } catch (NotFoundException e) {
      if (e.subject() == NotFoundException.Subject.ROUTING) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
