package dev.versioned.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals over a release file have. */
public abstract class ReleaseMojo extends VersionedMojo {
  /** The release file, YAML or JSON. */
  @Parameter(property = "versioned.releaseFile", defaultValue = "${basedir}/releases.yaml")
  @Nullable File releaseFile;

  /** The environment to take from the release file. Required. */
  @Parameter(property = "versioned.env")
  @Nullable String env;

  /** Called by Maven, which sets the parameters. */
  ReleaseMojo() {}

  /** Returns the command line of a plan. */
  List<String> plan(boolean failOnDrift) throws MojoExecutionException {
    return release("plan").flag("--fail-on-drift", failOnDrift).toList();
  }

  /** Returns the start of the command line. */
  Arguments release(String verb) throws MojoExecutionException {
    String file = releaseFile == null ? null : releaseFile.getPath();
    return new Arguments()
        .add("release", verb)
        .add(required(verb, "releaseFile", "versioned.releaseFile", file))
        .option("--env", required(verb, "env", "versioned.env", env));
  }
}
