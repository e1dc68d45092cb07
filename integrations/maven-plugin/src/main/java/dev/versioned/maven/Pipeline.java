package dev.versioned.maven;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run of a pipeline, as the variables of CI services describe it.
 *
 * @param environment the environment variables
 */
record Pipeline(Map<String, String> environment) {
  /** The first two are those of this project's example pipelines. */
  private static final List<String> COMMITS =
      List.of(
          "GIT_SHA",
          "GITHUB_SHA",
          "CI_COMMIT_SHA", // GitLab CI
          "CODEBUILD_RESOLVED_SOURCE_VERSION",
          "GIT_COMMIT", // Jenkins
          "BUILD_SOURCEVERSION", // Azure Pipelines
          "BITBUCKET_COMMIT",
          "CIRCLE_SHA1");

  private static final List<String> RUNS =
      List.of(
          "RUN_ID",
          "GITHUB_RUN_ID",
          "CI_PIPELINE_ID", // GitLab CI
          "CODEBUILD_BUILD_ID",
          "BUILD_TAG", // Jenkins
          "BUILD_BUILDID", // Azure Pipelines
          "BITBUCKET_PIPELINE_UUID",
          "CIRCLE_WORKFLOW_ID");

  Optional<String> commit() {
    return first(COMMITS);
  }

  /** Returns what stays the same when a job of the run is repeated. */
  Optional<String> run() {
    return first(RUNS);
  }

  private Optional<String> first(List<String> names) {
    return names.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
