package dev.versioned.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Gives all traffic of an alias to one version; creates the alias if it does not exist. On a
 * command line it runs once, for the project in which Maven was started.
 */
@Mojo(name = "point", threadSafe = true, aggregator = true, requiresProject = false)
public final class PointMojo extends VersionedMojo {
  /** The artifact's name in the repository. */
  @Parameter(property = "versioned.artifact", defaultValue = "${project.artifactId}")
  @Nullable String artifact;

  /** The alias. Required. */
  @Parameter(property = "versioned.alias")
  @Nullable String alias;

  /** The version's number; by default, what {@code publish} has published in this build. */
  @Parameter(property = "versioned.number")
  @Nullable String number;

  /** Why, for the ledger. */
  @Parameter(property = "versioned.reason")
  @Nullable String reason;

  /** Changes nothing unless the alias is at this revision; 0: unless there is none. */
  @Parameter(property = "versioned.expectRevision")
  @Nullable Long expectRevision;

  /** Names the move: made again under the same key, it changes nothing. */
  @Parameter(property = "versioned.idempotencyKey")
  @Nullable String idempotencyKey;

  /** Called by Maven, which sets the parameters. */
  public PointMojo() {}

  @Override
  List<String> command() throws MojoExecutionException {
    return new Arguments()
        .add("alias", "point")
        .add(required("point", "artifact", "versioned.artifact", artifact))
        .add(required("point", "alias", "versioned.alias", alias))
        .add(required("point", "number", "versioned.number", number))
        .option("--reason", reason)
        .option("--expect-revision", expectRevision)
        .option("--idempotency-key", idempotencyKey)
        .toList();
  }
}
