package dev.versioned.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Moves all aliases that differ from a release file, in one transaction: all of them, or none. On a
 * command line it runs once, for the project in which Maven was started.
 */
@Mojo(name = "release-apply", threadSafe = true, aggregator = true, requiresProject = false)
public final class ReleaseApplyMojo extends ReleaseMojo {
  /** Why, for the ledgers. */
  @Parameter(property = "versioned.reason")
  @Nullable String reason;

  /** The file to write which aliases were moved, for {@code versioned release rollback}. */
  @Parameter(property = "versioned.receipt")
  @Nullable File receipt;

  /** Called by Maven, which sets the parameters. */
  public ReleaseApplyMojo() {}

  @Override
  List<String> command() throws MojoExecutionException {
    return release("apply").option("--reason", reason).option("--receipt", receipt).toList();
  }

  @Override
  List<String> dryCommand() throws MojoExecutionException {
    return plan(false);
  }
}
