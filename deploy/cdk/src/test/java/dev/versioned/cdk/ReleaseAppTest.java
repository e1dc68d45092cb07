package dev.versioned.cdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.examples.cdk.ReleaseApp;
import dev.versioned.model.Version;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/** The example of a release file's way through the CDK: what it may do, and that its steps work. */
@Tag("full")
@DisabledOnOs(OS.WINDOWS)
class ReleaseAppTest {
  private static final Path FILE = Path.of("../../examples/pipelines/releases.yaml");

  @TempDir private Path directory;
  private Template template;

  @BeforeEach
  void synthesise() throws Exception {
    Node.assume();
    template = Template.fromStack(ReleaseApp.add(new App(), FILE, "prd"));
  }

  @Test
  void onlyTheArtifactsOfTheFileAreMoved() {
    String policies = template.findResources("AWS::IAM::Policy").toString();
    assertThat(policies).contains("[LABELS#checkout, ALIASES#checkout, LEDGER#checkout]");
    assertThat(policies).as("of the project that plans").contains("ALIASES#*");
    List<String> moving =
        template.findResources("AWS::IAM::Policy").values().stream()
            .map(Object::toString)
            .filter(policy -> policy.contains("dynamodb:PutItem"))
            .toList();
    assertThat(moving).singleElement().asString().doesNotContain("ALIASES#*");
  }

  @Test
  void pullRequestPlansAndMergeApplies() throws Exception {
    LocalAws aws = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
    try (LocalRepository local = LocalRepository.create(aws)) {
      Artifact checkout = local.repository().artifact("checkout");
      Version first = checkout.publish(Content.of("one")).version();
      Files.copy(FILE, directory.resolve("releases.yaml"));
      Path command = directory.resolve("tools/versioned/versioned");
      Files.createDirectories(command.getParent());
      Files.writeString(
          command,
          "#!/bin/sh\nexec '%s/bin/java' -cp '%s' dev.versioned.cli.Main \"$@\"\n"
              .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
      assertThat(command.toFile().setExecutable(true)).isTrue();

      assertThat(run(local, "Plan")).contains("PARTNERS");
      assertThat(checkout.aliases()).isEmpty();

      run(local, "Apply");
      assertThat(checkout.resolve("PARTNERS")).isEqualTo(first);
      assertThat(directory.resolve("receipt.json")).isNotEmptyFile();
    }
  }

  /** Runs the commands of a project as CodeBuild would, and returns what they print. */
  private String run(LocalRepository local, String project) throws Exception {
    Path out = directory.resolve(project + ".txt");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-euc", String.join("\n", commands(project)))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    LocalAws aws = local.aws();
    shell
        .environment()
        .putAll(
            Map.of(
                "CODEBUILD_SRC_DIR", directory.toString(),
                "CODEBUILD_RESOLVED_SOURCE_VERSION", "1a2b3c",
                "VERSIONED_BUCKET", local.bucket(),
                "VERSIONED_TABLE", local.table(),
                "AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString(),
                "AWS_REGION", aws.region(),
                "AWS_ACCESS_KEY_ID", aws.accessKey(),
                "AWS_SECRET_ACCESS_KEY", aws.secretKey()));
    Process process = shell.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String printed = Files.readString(out, UTF_8);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private List<String> commands(String project) {
    Map<?, ?> properties =
        template.findResources("AWS::CodeBuild::Project").entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(project))
            .map(entry -> (Map<?, ?>) entry.getValue().get("Properties"))
            .findFirst()
            .orElseThrow();
    String spec = ((Map<?, ?>) properties.get("Source")).get("BuildSpec").toString();
    Map<String, Map<String, Map<String, List<String>>>> phases = new Yaml().load(spec);
    return java.util.stream.Stream.of("install", "build")
        .flatMap(phase -> phases.get("phases").get(phase).get("commands").stream())
        .toList();
  }
}
