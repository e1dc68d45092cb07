package dev.versioned.maven;

import dev.versioned.cli.InProcessCommand;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What all goals have: where the repository is, and the call of the command.
 *
 * <p>A setting that is not given here is taken from where the command takes it: the environment
 * ({@code VERSIONED_BUCKET}), or {@code .versioned.yaml} in the directory in which Maven was
 * started or in the home folder.
 */
public abstract class VersionedMojo extends AbstractMojo {
  /** The S3 bucket that stores the bytes. */
  @Parameter(property = "versioned.bucket")
  @Nullable String bucket;

  /** The DynamoDB table that stores versions and aliases. */
  @Parameter(property = "versioned.table")
  @Nullable String table;

  /** The prefix of every key in the bucket. */
  @Parameter(property = "versioned.prefix")
  @Nullable String prefix;

  /** The account that must own the bucket, in twelve digits. */
  @Parameter(property = "versioned.expectedBucketOwner")
  @Nullable String expectedBucketOwner;

  /** The AWS region; by default, the AWS SDK's own rules. */
  @Parameter(property = "versioned.region")
  @Nullable String region;

  /** The profile in AWS's config files. */
  @Parameter(property = "versioned.profile")
  @Nullable String profile;

  /** The endpoint of S3 and DynamoDB, if not AWS. */
  @Parameter(property = "versioned.endpointUrl")
  @Nullable String endpointUrl;

  /** The actor, for versions and ledgers; by default, the user's name. */
  @Parameter(property = "versioned.actor")
  @Nullable String actor;

  /** The private key that signs what is published and moved: a file, or {@code kms:KEY}. */
  @Parameter(property = "versioned.signKey")
  @Nullable String signKey;

  /** A config file of the command, instead of {@code .versioned.yaml}. */
  @Parameter(property = "versioned.config")
  @Nullable File config;

  /** More options of the goal's command, each as on its command line. */
  @Parameter(property = "versioned.arguments")
  @Nullable List<String> arguments;

  /** Does nothing. */
  @Parameter(property = "versioned.skip", defaultValue = "false")
  boolean skip;

  /** Logs the command line, and changes nothing; {@code release-apply} plans. */
  @Parameter(property = "versioned.dryRun", defaultValue = "false")
  boolean dryRun;

  /** The build; relative names are of the directory in which it was started. */
  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  /** Called by Maven, which sets the parameters. */
  VersionedMojo() {}

  /**
   * Returns the command line, without what all goals have.
   *
   * @return the arguments; empty if this project has nothing to do
   * @throws MojoExecutionException if a parameter is missing
   */
  abstract List<String> command() throws MojoExecutionException;

  /** Returns the command line of a dry run, which changes nothing; empty if it is only logged. */
  List<String> dryCommand() throws MojoExecutionException {
    return List.of();
  }

  /** Returns whether the goal reads the answer; otherwise its lines are logged. */
  boolean readsAnswer() {
    return false;
  }

  /** Receives the answer, if the goal reads it. */
  void read(String answer) {
    getLog().info(answer);
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: versioned.skip is set");
      return;
    }
    List<String> command = command();
    if (command.isEmpty()) {
      return;
    }
    if (dryRun) {
      List<String> dry = dryCommand();
      if (dry.isEmpty()) {
        getLog().info("Dry run, not called: " + Arguments.text(whole(command)));
        return;
      }
      command = dry;
    }
    call(command);
  }

  private List<String> whole(List<String> command) {
    return new Arguments()
        .addAll(command)
        .addAll(arguments)
        .option("--bucket", bucket)
        .option("--table", table)
        .option("--prefix", prefix)
        .option("--expected-bucket-owner", expectedBucketOwner)
        .option("--region", region)
        .option("--profile", profile)
        .option("--endpoint-url", endpointUrl)
        .option("--actor", actor)
        .option("--sign-key", signKey)
        .option("--config", config)
        // Whatever the config file says: this is read here, and by people in the log.
        .option("--output", "text")
        .flag("--debug", getLog().isDebugEnabled())
        .toList();
  }

  private void call(List<String> command) throws MojoExecutionException, MojoFailureException {
    List<String> whole = whole(command);
    getLog().debug("Calling: " + Arguments.text(whole));
    Path directory = Path.of(session.getExecutionRootDirectory());
    List<String> kept = new ArrayList<>();
    InProcessCommand.Outcome outcome =
        InProcessCommand.in(directory, environment())
            .run(readsAnswer() ? kept::add : getLog()::info, this::notice, whole);
    Ending.of(outcome).check(command);
    if (readsAnswer()) {
      read(String.join("\n", kept));
    }
  }

  private void notice(String line) {
    if (line.startsWith("warning: ")) {
      getLog().warn(line.substring("warning: ".length()));
    } else {
      getLog().info(line);
    }
  }

  /** Returns the environment variables. */
  Map<String, String> environment() {
    return System.getenv();
  }

  /** Returns a value that must be set. */
  static String required(String verb, String parameter, String property, @Nullable String value)
      throws MojoExecutionException {
    if (value == null || value.isEmpty()) {
      throw new MojoExecutionException(
          "Cannot "
              + verb
              + ": no "
              + parameter
              + " is set; give -D"
              + property
              + ", or <"
              + parameter
              + "> in the plugin's configuration");
    }
    return value;
  }
}
