package dev.versioned.examples.programs;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import java.util.Optional;

/** Called by an alarm: rolls an alias back, unless it has been moved since. */
public final class RollbackOnAlarm {
  private RollbackOnAlarm() {}

  /**
   * Rolls back the last move of an alias.
   *
   * @param repo the repository with the alias
   * @param artifact its artifact
   * @param seen the alias as it was when the alarm was raised
   * @param alarm the reason of the alarm
   * @return the alias after the rollback; empty if it had moved, or has no earlier routing
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
