package dev.versioned.internal.maintenance;

import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Filters out concurrent changes: a suspected violation is reported only if the state is unchanged
 * when it is read again after everything else.
 */
public final class Doubt {
  private static final int MOST_TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ArtifactName artifact;
  private final Environment environment;
  private final Findings findings;

  public Doubt(ArtifactName artifact, Environment environment, Findings findings) {
    this.artifact = artifact;
    this.environment = environment;
    this.findings = findings;
  }

  /**
   * Checks a state until nothing looks wrong or the state no longer changes.
   *
   * @param subject the subject of the check
   * @param read reads the state
   * @param check reads the other data that it needs, and returns the suspected violations
   */
  <T> List<Violation> resolve(
      String subject, Supplier<T> read, Function<T, List<Violation>> check) {
    try {
      return settle(subject, read, check);
    } catch (UnreadableRecordException e) {
      // Whatever depends on this record cannot be checked.
      findings.add(e);
      return List.of();
    }
  }

  private <T> List<Violation> settle(
      String subject, Supplier<T> read, Function<T, List<Violation>> check) {
    T state = read.get();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      List<Violation> suspected = check.apply(state);
      if (suspected.isEmpty()) {
        return List.of();
      }
      T again = read.get();
      if (again.equals(state)) {
        return suspected;
      }
      state = again;
      pause(subject);
    }
    return List.of(
        new Violation(
            Violation.Kind.UNSETTLED,
            artifact,
            subject,
            "two equal reads in a row",
            "a change at each of " + MOST_TRIES + " reads"));
  }

  private void pause(String subject) {
    try {
      environment.sleeper().sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot check " + subject + ": the thread was interrupted", e);
    }
  }
}
