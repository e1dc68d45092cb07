package dev.versioned.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Starts a rollout of an alias to a version, or continues the one under way, and drives it to its
 * end. The build fails if the traffic went back, or if a manual move ended the rollout. On a
 * command line it runs once, for the project in which Maven was started.
 *
 * <p>Other options of {@code versioned rollout run}, such as {@code --alarm=checkout-5xx}, are
 * given as {@code arguments}.
 */
@Mojo(name = "rollout", threadSafe = true, aggregator = true, requiresProject = false)
public final class RolloutMojo extends VersionedMojo {
  /** The artifact's name in the repository. */
  @Parameter(property = "versioned.artifact", defaultValue = "${project.artifactId}")
  @Nullable String artifact;

  /** The alias. Required. */
  @Parameter(property = "versioned.alias")
  @Nullable String alias;

  /**
   * The number of the new version; by default, what {@code publish} has published in this build.
   * Without either, the rollout under way is driven.
   */
  @Parameter(property = "versioned.number")
  @Nullable String number;

  /** In what steps, such as {@code Canary10Percent5Minutes}; required to start a rollout. */
  @Parameter(property = "versioned.strategy")
  @Nullable String strategy;

  /** How long to keep watching after the last step, such as {@code 10m}. */
  @Parameter(property = "versioned.bake")
  @Nullable String bake;

  /** How long to wait after each tick. */
  @Parameter(property = "versioned.every", defaultValue = "10s")
  @Nullable String every;

  /** The health gate: a command that succeeds if the new version is healthy. */
  @Parameter(property = "versioned.check")
  @Nullable String check;

  /** What to do without data: {@code proceed}, {@code roll-back} or {@code wait:30m}. */
  @Parameter(property = "versioned.noData")
  @Nullable String noData;

  /** Why, for the ledger. */
  @Parameter(property = "versioned.reason")
  @Nullable String reason;

  /** Called by Maven, which sets the parameters. */
  public RolloutMojo() {}

  @Override
  List<String> command() throws MojoExecutionException {
    return new Arguments()
        .add("rollout", "run")
        .add(required("roll out", "artifact", "versioned.artifact", artifact))
        .add(required("roll out", "alias", "versioned.alias", alias))
        .option("--to", number)
        .option("--strategy", strategy)
        .option("--bake", bake)
        .option("--every", every)
        .option("--check", check)
        .option("--no-data", noData)
        .option("--reason", reason)
        .toList();
  }
}
