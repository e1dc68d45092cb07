package dev.versioned.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lines that the goals make of their parameters. */
class CommandLinesTest {
  @TempDir Path directory;
  private File jar;

  @BeforeEach
  void pack() throws IOException {
    jar = Files.writeString(directory.resolve("checkout-1.jar"), "1").toFile();
  }

  private PublishMojo publish(String packaging, File main) {
    PublishMojo mojo = new PublishMojo();
    mojo.project = Mojos.project(packaging, main);
    mojo.artifact = "checkout";
    mojo.gitSha = "";
    mojo.idempotencyKey = "";
    return mojo;
  }

  @Test
  void publishTakesTheMainArtifact() throws Exception {
    assertThat(publish("jar", jar).command())
        .containsExactly("publish", "checkout", jar.getPath(), "--quiet");
  }

  @Test
  void publishPassesOverAPomProject() throws Exception {
    assertThat(publish("pom", null).command()).isEmpty();
  }

  @Test
  void publishOfAPomProjectTakesANamedFile() throws Exception {
    PublishMojo mojo = publish("pom", null);
    mojo.file = directory.toFile();

    assertThat(mojo.command()).contains(directory.toString());
  }

  @Test
  void publishRefusesWhatIsNotPacked() {
    assertThatThrownBy(() -> publish("jar", directory.toFile()).command())
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith(
            "Cannot publish checkout: the project's main artifact is not packed");
  }

  @Test
  void publishNamesCommitAndMetadata() throws Exception {
    PublishMojo mojo = publish("jar", jar);
    mojo.gitSha = "1a2b";
    mojo.metadata = Map.of("team", "basket");
    mojo.idempotencyKey = "checkout-4711";
    mojo.description = "-faster";
    mojo.force = true;

    assertThat(mojo.command())
        .containsSubsequence(
            "--meta=team=basket",
            "--meta=git.sha=1a2b",
            "--description=-faster",
            "--idempotency-key=checkout-4711",
            "--force");
  }

  @Test
  void metadataOfTheProjectWinOverTheCommit() throws Exception {
    PublishMojo mojo = publish("jar", jar);
    mojo.gitSha = "1a2b";
    mojo.metadata = Map.of("git.sha", "3c4d");

    assertThat(mojo.command())
        .contains("--meta=git.sha=3c4d")
        .doesNotContain("--meta=git.sha=1a2b");
  }

  @Test
  void pointNeedsAnAlias() {
    PointMojo mojo = new PointMojo();
    mojo.artifact = "checkout";

    assertThatThrownBy(mojo::command)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(
            "Cannot point: no alias is set; give -Dversioned.alias, or <alias> in the plugin's"
                + " configuration");
  }

  @Test
  void pointNamesTheVersion() throws Exception {
    PointMojo mojo = new PointMojo();
    mojo.artifact = "checkout";
    mojo.alias = "LIVE";
    mojo.number = "7";
    mojo.expectRevision = 0L;

    assertThat(mojo.command())
        .containsExactly("alias", "point", "checkout", "LIVE", "7", "--expect-revision=0");
  }

  @Test
  void dryRunOfApplyPlans() throws Exception {
    ReleaseApplyMojo mojo = new ReleaseApplyMojo();
    mojo.releaseFile = new File("releases.yaml");
    mojo.env = "prd";

    assertThat(mojo.command()).startsWith("release", "apply", "releases.yaml", "--env=prd");
    assertThat(mojo.dryCommand()).containsExactly("release", "plan", "releases.yaml", "--env=prd");
  }

  @Test
  void planFailsOnDriftIfAsked() throws Exception {
    ReleasePlanMojo mojo = new ReleasePlanMojo();
    mojo.releaseFile = new File("releases.yaml");
    mojo.env = "prd";
    mojo.failOnDrift = true;

    assertThat(mojo.command()).endsWith("--fail-on-drift");
    assertThat(mojo.dryCommand()).isEqualTo(mojo.command());
  }

  @Test
  void rolloutOmitsWhatIsNotSet() throws Exception {
    RolloutMojo mojo = new RolloutMojo();
    mojo.artifact = "checkout";
    mojo.alias = "LIVE";
    mojo.every = "10s";
    mojo.strategy = "AllAtOnce";
    mojo.check = "";

    assertThat(mojo.command())
        .containsExactly(
            "rollout", "run", "checkout", "LIVE", "--strategy=AllAtOnce", "--every=10s");
  }

  @Test
  void pipelineIsTheFirstThatIsSet() {
    Pipeline github = new Pipeline(Map.of("GITHUB_SHA", "1a", "GITHUB_RUN_ID", "5", "RUN_ID", ""));

    assertThat(github.commit()).contains("1a");
    assertThat(github.run()).contains("5");
    assertThat(new Pipeline(Map.of()).run()).isEmpty();
  }

  @Test
  void commandLineIsPrintedForAShell() {
    assertThat(Arguments.text(List.of("publish", "it's", "a b", "x=1")))
        .isEqualTo("versioned publish 'it'\\''s' 'a b' x=1");
  }
}
