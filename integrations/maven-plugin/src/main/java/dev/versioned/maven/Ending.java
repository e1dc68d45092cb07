package dev.versioned.maven;

import dev.versioned.cli.InProcessCommand.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/**
 * How a call of the command ended, for Maven. A failure of the build is an answer that refuses: an
 * unhealthy rollout, drift, an alias that was moved meanwhile, bytes that are not the recorded
 * ones. An error is a call that could not be made, or whose outcome is not known.
 *
 * @param exitCode the exit code
 * @param message the command's error message; empty if it reported no error
 */
record Ending(int exitCode, Optional<String> message) {
  /** Not found, conflict, integrity. */
  private static final Set<Integer> REFUSALS = Set.of(3, 4, 5);

  static Ending of(Outcome outcome) {
    return new Ending(outcome.exitCode(), outcome.error());
  }

  void check(List<String> command) throws MojoExecutionException, MojoFailureException {
    if (exitCode == 0) {
      return;
    }
    String text =
        message.orElse(
            Arguments.text(command)
                + " ended with exit code "
                + exitCode
                + "; see its lines above");
    if (message.isEmpty() || REFUSALS.contains(exitCode)) {
      throw new MojoFailureException(text);
    }
    throw new MojoExecutionException(text);
  }
}
