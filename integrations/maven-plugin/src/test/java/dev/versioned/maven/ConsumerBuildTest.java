package dev.versioned.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.testkit.EmbeddedAws;
import dev.versioned.testkit.LocalRepository;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A user's build of two modules, run by Maven with the plugin's jar, on S3 and DynamoDB. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsumerBuildTest {
  private static final Path PROJECT = Path.of(System.getProperty("consumer.directory", ""));
  private static EmbeddedAws aws;
  private static LocalRepository local;

  /** What Maven printed, and its exit code. */
  record Build(int code, String log) {}

  @BeforeAll
  static void copyProjectAndStart() throws IOException {
    Path source = Path.of("src/test/consumer");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = PROJECT.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.deleteIfExists(copy);
        Files.copy(file, copy);
      }
    }
    // Where Maven stops to look for the settings of a build around this one.
    Files.createDirectories(PROJECT.resolve(".mvn"));
    aws = EmbeddedAws.startInMemory();
    local = LocalRepository.create(aws);
  }

  @AfterAll
  static void stop() {
    local.close();
    aws.close();
  }

  private static Artifact checkout() {
    return local.repository().artifact("checkout");
  }

  private static Set<VersionNumber> serving(String alias) {
    return checkout().alias(alias).read().routing().versions();
  }

  private static void content(String text) throws IOException {
    Path file = PROJECT.resolve("checkout/src/main/resources/prices.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Build maven(String run, String... arguments) throws Exception {
    boolean windows = File.separatorChar == '\\';
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn").toString());
    command.addAll(
        List.of(
            "--batch-mode",
            "--no-transfer-progress",
            "-Dstyle.color=never",
            "-Dmaven.repo.local=" + System.getProperty("consumer.repository"),
            "-Dmaven.repo.local.tail=" + System.getProperty("consumer.repository.tail"),
            "-Dmaven.repo.local.tail.ignoreAvailability=true",
            "-Dversioned.plugin.version=" + System.getProperty("consumer.version"),
            "-Dversioned.bucket=" + local.bucket(),
            "-Dversioned.table=" + local.table(),
            "-Dversioned.region=" + aws.region()));
    command.addAll(List.of(arguments));
    Path log = PROJECT.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("VERSIONED_"));
    // Short runs: the second compiler of Java costs more than it brings.
    environment.put("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    environment.put("AWS_ACCESS_KEY_ID", aws.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", aws.secretKey());
    environment.put("AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString());
    environment.put("GIT_SHA", "1a2b3c");
    environment.put("RUN_ID", run);
    int code = builder.start().waitFor();
    return new Build(code, Files.readString(log, StandardCharsets.UTF_8));
  }

  @Test
  @Order(1)
  void buildPublishesAndPoints() throws Exception {
    content("tea=2.50");
    Build build = maven("1", "verify");

    assertThat(build.code()).as(build.log()).isZero();
    assertThat(build.log()).contains("Published: checkout:1");
    Version version = checkout().versions().findFirst().orElseThrow();
    assertThat(version.fileName()).isEqualTo("checkout-1.jar");
    assertThat(version.metadata())
        .containsEntry("git.sha", "1a2b3c")
        .containsEntry("team", "basket");
    assertThat(serving("TEST")).containsExactly(version.number());
  }

  @Test
  @Order(2)
  void repeatedRunMustHaveTheSameContent() throws Exception {
    content("tea=2.70");
    Build build = maven("1", "verify");

    assertThat(build.code()).isEqualTo(1);
    assertThat(build.log()).contains("checkout-1", "MojoFailureException");
    assertThat(checkout().versions()).hasSize(1);
  }

  @Test
  @Order(3)
  void commandLinePassesOverTheParent() throws Exception {
    Build build = maven("2", "-T2", "package", "versioned:publish");

    assertThat(build.code()).as(build.log()).isZero();
    assertThat(build.log())
        .contains("Nothing to publish: a project of packaging pom", "Published: checkout:2")
        .doesNotContain("not marked");
    assertThat(checkout().versions()).hasSize(2);
  }

  @Test
  @Order(4)
  void driftFailsTheBuild() throws Exception {
    Build build =
        maven("3", "versioned:release-plan", "-Dversioned.env=prd", "-Dversioned.failOnDrift");

    assertThat(build.code()).isEqualTo(1);
    assertThat(build.log()).containsOnlyOnce("to be applied").contains("MojoFailureException");
  }

  private static Build rollout(String number, String check, String... goals) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(goals));
    arguments.addAll(
        List.of(
            "versioned:rollout",
            "-Dversioned.env=prd",
            "-Dversioned.artifact=checkout",
            "-Dversioned.alias=LIVE",
            "-Dversioned.number=" + number,
            "-Dversioned.strategy=AllAtOnce",
            "-Dversioned.every=100ms",
            "-Dversioned.check=" + check));
    return maven("4", arguments.toArray(String[]::new));
  }

  @Test
  @Order(5)
  void goalsForAWholeBuildRunOnce() throws Exception {
    Build build = rollout("2", "exit 0", "versioned:release-apply");

    assertThat(build.code()).as(build.log()).isZero();
    assertThat(build.log()).containsOnlyOnce("moved 1 aliases in one transaction");
    assertThat(build.log()).contains("checkout:LIVE");
    assertThat(serving("LIVE")).containsExactly(VersionNumber.of(2));
  }

  @Test
  @Order(6)
  void rolloutThatGoesBackFailsTheBuild() throws Exception {
    Build build = rollout("1", "echo slow; exit 1");

    assertThat(build.code()).isEqualTo(1);
    assertThat(build.log()).contains("slow", "MojoFailureException");
    assertThat(serving("LIVE")).containsExactly(VersionNumber.of(2));
  }
}
