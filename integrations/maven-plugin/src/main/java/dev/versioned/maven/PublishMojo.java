package dev.versioned.maven;

import java.io.File;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the project's main artifact, or another file or directory, as a new version, unless it
 * is that of the newest one. The version's number becomes the project's property {@code
 * versioned.number}, which the goals {@code point} and {@code rollout} take.
 *
 * <p>A project of packaging {@code pom} has no main artifact and is passed over, so that the goal
 * may be called for a whole tree of modules.
 */
@Mojo(name = "publish", threadSafe = true)
public final class PublishMojo extends VersionedMojo {
  /** The artifact's name in the repository. */
  @Parameter(property = "versioned.artifact", defaultValue = "${project.artifactId}")
  @Nullable String artifact;

  /** The file or directory to publish; by default, the project's main artifact. */
  @Parameter(property = "versioned.file")
  @Nullable File file;

  /** What to say of the version. */
  @Parameter(property = "versioned.description")
  @Nullable String description;

  /** Metadata to keep with the version; other metadata make another version. */
  @Parameter @Nullable Map<String, String> metadata;

  /**
   * The commit, kept as the metadata {@code git.sha}; by default, what the CI service says, such as
   * {@code GITHUB_SHA}. Without either, and with an empty element, there is none.
   */
  @Parameter(property = "versioned.gitSha")
  @Nullable String gitSha;

  /**
   * Makes a repeated job give the same version; by default, the artifact's name and the id of the
   * pipeline's run, such as {@code checkout-4711} of {@code GITHUB_RUN_ID}. Outside of a pipeline
   * there is none.
   */
  @Parameter(property = "versioned.idempotencyKey")
  @Nullable String idempotencyKey;

  /** The media type; by default, {@code application/octet-stream}. */
  @Parameter(property = "versioned.contentType")
  @Nullable String contentType;

  /** Makes a new version even if nothing has changed. */
  @Parameter(property = "versioned.force", defaultValue = "false")
  boolean force;

  /** The project. */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Called by Maven, which sets the parameters. */
  public PublishMojo() {}

  @Override
  List<String> command() throws MojoExecutionException {
    String name = required("publish", "artifact", "versioned.artifact", artifact);
    File content = file;
    if (content == null) {
      if (project.getPackaging().equals("pom")) {
        getLog().info("Nothing to publish: a project of packaging pom has no main artifact");
        return List.of();
      }
      content = mainArtifact(name);
    }
    Pipeline pipeline = new Pipeline(environment());
    String commit = gitSha == null ? pipeline.commit().orElse(null) : gitSha;
    boolean named = metadata != null && metadata.containsKey("git.sha");
    String key = idempotencyKey;
    if (key == null) {
      key = pipeline.run().map(run -> name + "-" + run).orElse(null);
    }
    return new Arguments()
        .add("publish", name, content.getPath(), "--quiet")
        .option("--meta", metadata)
        .option("--meta", named || !Arguments.isSet(commit) ? null : "git.sha=" + commit)
        .option("--description", description)
        .option("--content-type", contentType)
        .option("--idempotency-key", key)
        .flag("--force", force)
        .toList();
  }

  private File mainArtifact(String name) throws MojoExecutionException {
    File main = project.getArtifact().getFile();
    // The compiler sets it to the directory of classes.
    if (main == null || !main.isFile()) {
      throw new MojoExecutionException(
          "Cannot publish "
              + name
              + ": the project's main artifact is not packed; run mvn package versioned:publish, or"
              + " give -Dversioned.file");
    }
    return main;
  }

  @Override
  boolean readsAnswer() {
    return true;
  }

  @Override
  void read(String answer) {
    project.getProperties().setProperty("versioned.number", answer);
    getLog().info("Published: " + artifact + ":" + answer);
  }
}
