package dev.versioned.examples.cdk;

import dev.versioned.cdk.VersionedRepository;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.codebuild.BuildEnvironmentVariable;
import software.amazon.awscdk.services.codebuild.BuildSpec;
import software.amazon.awscdk.services.codebuild.EventAction;
import software.amazon.awscdk.services.codebuild.FilterGroup;
import software.amazon.awscdk.services.codebuild.GitHubSourceProps;
import software.amazon.awscdk.services.codebuild.Project;
import software.amazon.awscdk.services.codebuild.Source;

/**
 * A release file's way into production: a pull request that changes it shows the plan, and what is
 * merged is applied.
 *
 * <p>The deploying project may move the aliases of those artifacts alone that the file names for
 * this environment: a name that is added to the file needs a deployment of this app first.
 */
public final class ReleaseApp {
  private static final String FILE = "releases.yaml";

  private ReleaseApp() {}

  /** Synthesises the app; {@code cdk deploy} calls it. */
  public static void main(String[] args) throws IOException {
    App app = new App();
    add(app, Path.of(FILE), "prd");
    app.synth();
  }

  /** Adds the stack of an environment of the release file. */
  public static Stack add(App app, Path file, String environment) throws IOException {
    String[] artifacts = artifacts(file, environment);
    Stack stack = new Stack(app, "Releases-" + environment);
    VersionedRepository repository =
        VersionedRepository.Builder.create(stack, "Artifacts").tableName("acme-artifacts").build();

    String plan = "versioned release plan " + FILE + " --env " + environment;
    Project reader =
        project(stack, repository, "Plan", List.of(plan), EventAction.PULL_REQUEST_CREATED);
    repository.grantRead(reader);

    String apply =
        "versioned release apply "
            + FILE
            + " --env "
            + environment
            + " --receipt receipt.json --reason \"$CODEBUILD_RESOLVED_SOURCE_VERSION\"";
    Project deployer = project(stack, repository, "Apply", List.of(plan, apply), EventAction.PUSH);
    repository.grantDeploy(deployer, artifacts);
    return stack;
  }

  private static Project project(
      Stack stack,
      VersionedRepository repository,
      String id,
      List<String> commands,
      EventAction event) {
    FilterGroup when =
        event == EventAction.PUSH
            ? FilterGroup.inEventOf(event).andBranchIs("main")
            : FilterGroup.inEventOf(event, EventAction.PULL_REQUEST_UPDATED).andBaseBranchIs("main");
    return Project.Builder.create(stack, id)
        .source(
            Source.gitHub(
                GitHubSourceProps.builder()
                    .owner("acme")
                    .repo("releases")
                    .webhookFilters(List.of(when.andFilePathIs(FILE)))
                    .build()))
        .environmentVariables(
            Map.of(
                "VERSIONED_BUCKET", variable(repository.bucket().getBucketName()),
                "VERSIONED_TABLE", variable(repository.table().getTableName())))
        .buildSpec(
            BuildSpec.fromObject(
                Map.of(
                    "version",
                    "0.2",
                    "phases",
                    Map.of(
                        "install",
                        Map.of(
                            "commands",
                            List.of("export PATH=\"$CODEBUILD_SRC_DIR/tools/versioned:$PATH\"")),
                        "build",
                        Map.of("commands", commands)))))
        .build();
  }

  private static BuildEnvironmentVariable variable(String value) {
    return BuildEnvironmentVariable.builder().value(value).build();
  }

  /** Returns the artifacts that the release file names for the environment. */
  private static String[] artifacts(Path file, String environment) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      Map<String, Map<String, Map<String, Map<String, Object>>>> releases = new Yaml().load(text);
      return releases
          .get("environments")
          .get(environment)
          .get("artifacts")
          .keySet()
          .toArray(String[]::new);
    }
  }
}
