package dev.versioned.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compares a release file with the aliases, and changes nothing. On a command line it runs once,
 * for the project in which Maven was started.
 */
@Mojo(name = "release-plan", threadSafe = true, aggregator = true, requiresProject = false)
public final class ReleasePlanMojo extends ReleaseMojo {
  /** Fails the build if anything differs. */
  @Parameter(property = "versioned.failOnDrift", defaultValue = "false")
  boolean failOnDrift;

  /** Called by Maven, which sets the parameters. */
  public ReleasePlanMojo() {}

  @Override
  List<String> command() throws MojoExecutionException {
    return plan(failOnDrift);
  }

  @Override
  List<String> dryCommand() throws MojoExecutionException {
    return command();
  }
}
