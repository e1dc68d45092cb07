package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.versioned.cli.Shell.Ended;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shell scripts with the real jar and its start script; each command is a separate process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
@DisabledOnOs(OS.WINDOWS)
class CanaryJarTest {
  private static final Path STEPS =
      Path.of("../examples/pipelines/scripts").toAbsolutePath().normalize();

  @TempDir static Path directory;
  private LocalRepository local;
  private Shell shell;

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    shell = new Shell(directory, local, STEPS + ":");
    // Real jars: the command's own, and the same jar with another manifest next to it.
    Files.copy(Shell.JAR, directory.resolve("app-1.jar"));
    byte[] bytes = Files.readAllBytes(Shell.JAR);
    Files.write(directory.resolve("app-2.jar"), java.util.Arrays.copyOf(bytes, bytes.length + 7));
  }

  @AfterAll
  void stop() {
    shell.close();
    local.close();
  }

  private Ended sh(String script, Map<String, String> more) throws Exception {
    return shell.sh(script, more);
  }

  private Ended sh(String script) throws Exception {
    return shell.sh(script);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The service clients that provide a role's credentials are in the jar, and call the configured
   * endpoints.
   */
  @Test
  void profileThatAssumesARoleIsFollowed() throws Exception {
    Files.writeString(
        directory.resolve("aws.config"),
        """
        [profile deploy]
        role_arn = arn:aws:iam::123456789012:role/deploy
        source_profile = plain
        region = us-east-1
        endpoint_url = http://localhost:1
        [profile plain]
        aws_access_key_id = a
        aws_secret_access_key = b
        """);
    Ended refused =
        sh("versioned artifacts --profile deploy", Map.of("AWS_CONFIG_FILE", "aws.config"));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.output()).doesNotContain("class path").contains("error: Cannot");
  }

  /** From an empty repository to a promoted canary, and another canary that turns unhealthy. */
  @Test
  void goodCanaryIsPromotedAndABadOneGoesBackWithinOneTick() throws Exception {
    Ended good =
        sh(
            """
            versioned doctor > doctor.txt
            v1=$(versioned publish app app-1.jar --quiet)
            v2=$(versioned publish app app-2.jar --quiet)
            versioned alias point app LIVE $v1 --reason 'first release'
            versioned rollout run app LIVE --to $v2 --strategy Canary10Percent1Second --bake 1s \\
              --every 200ms --check 'echo at $VERSIONED_ROLLOUT_PERCENT >> asked.txt'
            versioned get app LIVE -o live.jar
            cmp live.jar app-2.jar
            versioned fsck
            """);
    assertThat(good.code()).as(good.output()).isZero();
    assertThat(good.output()).contains("PROMOTED").contains("every promise is kept");
    assertThat(Files.readString(directory.resolve("asked.txt"))).contains("at 10\n", "at 100\n");

    // Rolls back to version 1 with a canary that is healthy at 0 % and unhealthy at 10 %.
    Ended bad =
        sh(
            """
            versioned rollout start app LIVE --to 1 --strategy Canary10Percent5Minutes > started.txt
            check='[ $VERSIONED_ROLLOUT_PERCENT = 0 ] || { echo 5xx at 3.1 %, limit 1 %; exit 1; }'
            versioned rollout tick app LIVE --check "$check" --output json > step.json
            code=0
            versioned rollout tick app LIVE --check "$check" --output json > back.json || code=$?
            versioned alias show app LIVE --output json > alias.json
            versioned alias history app LIVE --limit 1 --output json > ledger.json
            exit $code
            """);
    assertThat(bad.code()).as(bad.output()).isEqualTo(1);
    JsonNode step = json(Files.readString(directory.resolve("step.json")));
    assertThat(step.get("outcome").asText()).isEqualTo("STEPPED");
    assertThat(step.get("rollout").get("percent").asInt()).isEqualTo(10);
    JsonNode back = json(Files.readString(directory.resolve("back.json")));
    assertThat(back.get("outcome").asText()).isEqualTo("ROLLED_BACK");
    JsonNode routing =
        json(Files.readString(directory.resolve("alias.json"))).get("alias").get("routing");
    assertThat(routing.get("primary").asText()).isEqualTo("2");
    assertThat(routing.get("additional")).isEmpty();
    JsonNode entry = json(Files.readString(directory.resolve("ledger.json"))).get("entries").get(0);
    assertThat(entry.get("reason").asText()).contains("5xx at 3.1 %, limit 1 %");
    assertThat(entry.get("by").asText()).isEqualTo("pipeline");

    Ended run =
        sh(
            "versioned rollout run app LIVE --to 1 --strategy Canary10Percent5Minutes --every 100ms"
                + " --check '[ $VERSIONED_ROLLOUT_PERCENT = 0 ] || { echo it burns; exit 1; }'");
    assertThat(run.code()).as(run.output()).isEqualTo(1);
    assertThat(run.output()).contains("ROLLED_BACK").contains("it burns");
  }

  /** The steps that the pipelines in examples/ call. */
  @Test
  void stepsOfThePipelinesPublishReleaseRunACanaryAndRollBack() throws Exception {
    Map<String, String> pipeline = Map.of("GIT_SHA", "1a2b3c", "RUN_ID", "42", "EVERY", "100ms");
    Files.writeString(
        directory.resolve("releases.yaml"),
        "environments:\n  prd:\n    artifacts:\n      steps:\n        BETA: newest\n");
    Ended all =
        sh(
            """
            v1=$(publish.sh steps app-1.jar)
            again=$(publish.sh steps app-1.jar)
            [ $v1 = $again ]
            canary.sh steps LIVE $v1 AllAtOnce true
            v2=$(RUN_ID=43 publish.sh steps app-2.jar)
            release.sh releases.yaml prd
            versioned route steps BETA --key me
            canary.sh steps LIVE $v2 AllAtOnce true
            versioned route steps LIVE --key me
            rollback.sh steps LIVE
            versioned route steps LIVE --key me
            rollback.sh steps LIVE | grep 'this was done before'
            versioned route steps LIVE --key me
            """,
            pipeline);
    assertThat(all.code()).as(all.output()).isZero();
    assertThat(all.output().lines().filter(l -> l.matches("[0-9]+")))
        .containsExactly("2", "2", "1", "1");

    Ended bad = sh("canary.sh steps LIVE 2 AllAtOnce 'echo latency is up; exit 1'", pipeline);
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.output()).contains("latency is up");

    Ended release =
        sh(
            """
            sed -i.bak s/newest/1/ releases.yaml
            release.sh releases.yaml prd
            REASON='error rate' rollback.sh
            versioned route steps BETA --key me
            versioned alias history steps BETA --limit 1
            release.sh releases.yaml prd
            release.sh releases.yaml prd | grep 'nothing was changed'
            """,
            pipeline);
    assertThat(release.code()).as(release.output()).isZero();
    assertThat(release.output())
        .contains("\n2\n")
        .contains("error rate")
        .contains("nothing was changed");
  }

  /** With an archive to create, and without; a rollout outlives the process that drives it. */
  @Test
  void killedRunLeavesTheTrafficAndNoProcessAndMayBeRunAgain() throws Exception {
    Ended ended =
        sh(
            """
            mkdir fresh
            versioned publish killed app-1.jar
            versioned publish killed app-2.jar
            versioned alias point killed LIVE 1
            killed() {
              versioned rollout run killed LIVE --to 2 --strategy Canary10Percent1Hour --every 50ms \
                --check 'echo asked >> asked.log' > run.log 2>&1 &
              run=$!
              before=$(cat asked.log | wc -l)
              until [ "$(cat asked.log | wc -l)" -gt $((before + 3)) ]; do sleep 0.1; done
              kill -$1 $run
              code=0
              wait $run 2> /dev/null || code=$?
              sleep 0.5
              after=$(cat asked.log | wc -l)
              sleep 1
              [ "$(cat asked.log | wc -l)" = "$after" ] || { echo it goes on alone; exit 9; }
              echo "$1 ended with $code"
            }
            : > asked.log
            VERSIONED_CDS=on VERSIONED_CACHE=$PWD/fresh killed TERM
            killed TERM
            killed KILL
            versioned alias history killed LIVE
            versioned rollout run killed LIVE --to 2 --strategy Canary10Percent1Hour \
              --check 'echo enough; exit 1'
            """);
    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output())
        .contains("TERM ended with 143")
        .contains("KILL ended with 137")
        .contains("enough");
    assertThat(ended.output().lines().filter(l -> l.contains(" ROLLOUT_"))).hasSize(2);
  }

  @Test
  void ticksAtOnceMakeOneStep() throws Exception {
    Ended ended =
        sh(
            """
            versioned publish many app-1.jar
            versioned publish many app-2.jar
            versioned alias point many LIVE 1
            versioned rollout start many LIVE --to 2 --strategy Linear10PercentEvery1Hour
            for i in 1 2 3 4; do versioned rollout tick many LIVE > many-$i.log & done
            wait
            versioned alias history many LIVE
            cat many-?.log
            """);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output().lines().filter(l -> l.contains(" ROLLOUT_STEP "))).hasSize(1);
    assertThat(ended.output().lines().filter(l -> l.startsWith("STEPPED"))).hasSize(1);
  }

  @Test
  void readerThatHasEnoughIsNoErrorAndAFullDiskIs() throws Exception {
    Ended ended =
        sh(
            """
            versioned publish piped app-1.jar
            { versioned get piped 1 -o -; echo "get $?" >&2; } | head -c 1 > first.txt
            [ -e /dev/full ] || { echo full 1 'Cannot write to standard output'; exit 0; }
            code=0
            versioned get piped 1 -o - > /dev/full || code=$?
            echo "full $code"
            """);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains("get 0")
        .contains("full 1")
        .contains("Cannot write to standard output");
  }

  /** Runs the commands of a pipeline's file as its service would. */
  @ParameterizedTest
  @CsvSource({
    "github-actions/deploy.yml, jobs/build jobs/publish, jobs/canary, jobs/release, jobs/rollback",
    "gitlab-ci/.gitlab-ci.yml, default build publish, release, canary, rollback",
    "codebuild/buildspec.yml, phases, '', '', phases"
  })
  void pipelinesDoWhatTheirFilesSay(
      String file, String first, String second, String third, String rollback) throws Exception {
    JsonNode pipeline =
        new ObjectMapper(new com.fasterxml.jackson.dataformat.yaml.YAMLFactory())
            .readTree(Files.readString(STEPS.resolveSibling(file)));
    Path folder = Files.createDirectory(directory.resolve(file.replace('/', '-')));
    Files.createSymbolicLink(folder.resolve("scripts"), STEPS);
    Files.copy(STEPS.resolveSibling("releases.yaml"), folder.resolve("releases.yaml"));
    Path build = folder.resolve("mvnw");
    Files.writeString(
        build, "#!/bin/sh\nmkdir -p target; echo " + file + " > target/checkout.jar\n");
    assertThat(build.toFile().setExecutable(true)).isTrue();
    var server = answering();
    Map<String, String> service =
        Map.ofEntries(
            Map.entry("HEALTH_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/good"),
            Map.entry("EVERY", "100ms"),
            Map.entry("GIT_SHA", "1a2b3c"),
            Map.entry("RUN_ID", folder.getFileName().toString()),
            Map.entry("GITHUB_OUTPUT", folder.resolve("output").toString()),
            Map.entry("GITHUB_PATH", folder.resolve("path").toString()),
            Map.entry("CODEBUILD_SRC_DIR", folder.toString()),
            Map.entry("CODEBUILD_INITIATOR", "me"),
            Map.entry("CODEBUILD_RESOLVED_SOURCE_VERSION", "1a2b3c"),
            Map.entry("CODEBUILD_BUILD_NUMBER", folder.getFileName().toString()),
            Map.entry("DEPLOY", "release"));
    try {
      Ended ended =
          sh(
              "cd "
                  + folder.getFileName()
                  + "\nversioned publish checkout ../app-1.jar\n"
                  + "versioned alias point checkout LIVE 1\n"
                  + steps(pipeline, first)
                  + steps(pipeline, second)
                  + steps(pipeline, third)
                  + "versioned alias show checkout TEST\n"
                  + "DEPLOY=rollback\n"
                  + steps(pipeline, rollback)
                  + "versioned alias history checkout LIVE --limit 5\n",
              service);
      assertThat(ended.code()).as(ended.output()).isZero();
      List<String> ledger =
          ended.output().lines().filter(l -> l.matches(" *[0-9]+  20.*")).toList();
      assertThat(ledger.stream().map(l -> l.strip().split(" +", -1)[2]))
          .containsExactly("ROLLBACK", "PROMOTE", "ROLLOUT_STEP", "ROLLOUT_STEP", "ROLLOUT_START");
      assertThat(ledger.get(0)).contains(" 1=100% ");
    } finally {
      server.stop(0);
    }
  }

  /**
   * Returns the command lines of a job, without those that run only after another job has failed.
   */
  private static String steps(JsonNode pipeline, String jobs) {
    StringBuilder lines = new StringBuilder();
    for (String job : jobs.split(" ", -1)) {
      JsonNode node = pipeline;
      for (String name : job.isEmpty() ? new String[0] : job.split("/")) {
        node = node.path(name);
      }
      if (!job.isEmpty()) {
        assertThat(node.isMissingNode()).as(job).isFalse();
        gather(node, lines);
      }
    }
    return lines
        .toString()
        .replace(
            "${{ needs.publish.outputs.version }}", "$(sed -n 's/^version=//p' \"$GITHUB_OUTPUT\")")
        .replace("Canary10Percent5Minutes", "Canary10Percent1Second");
  }

  private static void gather(JsonNode node, StringBuilder lines) {
    if (node.isArray()) {
      node.forEach(item -> gather(item, lines));
    } else if (node.isObject() && !node.path("if").asText().startsWith("failure()")) {
      if (node.has("run") && !node.path("env").path("VERSION").isMissingNode()) {
        lines.append("VERSION=\"").append(node.path("env").path("VERSION").asText()).append("\"\n");
      }
      node.properties()
          .forEach(
              field -> {
                if (List.of("run", "script", "before_script", "commands")
                    .contains(field.getKey())) {
                  JsonNode said = field.getValue();
                  (said.isArray() ? said : List.of(said))
                      .forEach(line -> lines.append(line.asText()).append('\n'));
                } else {
                  gather(field.getValue(), lines);
                }
              });
    }
  }

  private static com.sun.net.httpserver.HttpServer answering() throws IOException {
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = exchange.getRequestURI().getPath().equals("/bad") ? 503 : 200;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** A health gate over HTTP: the sample script of the pipelines. */
  @Test
  void sampleGateDistinguishesHealthUnhealthAndNoData() throws Exception {
    var server = answering();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> rollout = Map.of("VERSIONED_ROLLOUT_PERCENT", "10");
    try {
      assertThat(sh("HEALTH_URL=" + url + "/good is-healthy.sh", rollout).code()).isZero();
      Ended bad = sh("HEALTH_URL=" + url + "/bad is-healthy.sh", rollout);
      assertThat(bad.code()).isEqualTo(1);
      assertThat(bad.output()).contains("503 at 10 %");
    } finally {
      server.stop(0);
    }
    assertThat(sh("HEALTH_URL=" + url + " is-healthy.sh", rollout).code()).isEqualTo(75);
  }

  /** Every step that a pipeline file calls is among those run above. */
  @Test
  void pipelinesCallTheStepsThatAreTested() throws Exception {
    Path pipelines = STEPS.resolveSibling(".");
    for (String file :
        List.of(
            "github-actions/deploy.yml", "gitlab-ci/.gitlab-ci.yml", "codebuild/buildspec.yml")) {
      String text = Files.readString(pipelines.resolve(file));
      new ObjectMapper(new com.fasterxml.jackson.dataformat.yaml.YAMLFactory()).readTree(text);
      for (String step :
          List.of("publish.sh", "release.sh", "canary.sh", "is-healthy.sh", "rollback.sh")) {
        assertThat(text).as(file).contains("scripts/" + step);
      }
      try (Stream<String> called =
          java.util.regex.Pattern.compile("scripts/([a-z-]+\\.sh)")
              .matcher(text)
              .results()
              .map(m -> m.group(1))) {
        assertThat(called).allMatch(step -> Files.isExecutable(STEPS.resolve(step)));
      }
    }
  }

  @Test
  void actionsArePinnedAndValuesAreNoShellCode() throws Exception {
    List<String> lines =
        Files.readAllLines(STEPS.resolveSibling("github-actions/deploy.yml")).stream()
            .map(String::strip)
            .toList();
    assertThat(lines.stream().filter(line -> line.contains("uses:")))
        .hasSizeGreaterThan(8)
        .allMatch(line -> line.matches("- uses: \\S+@[0-9a-f]{40} # v[0-9.]+"));
    assertThat(lines.stream().filter(line -> line.contains("run:")))
        .noneMatch(line -> line.contains("${{"));
    int tests = lines.indexOf("- run: ./mvnw --batch-mode verify");
    assertThat(lines.subList(0, tests)).noneMatch(line -> line.contains("credentials@"));
    assertThat(lines.subList(0, tests)).noneMatch(line -> line.startsWith("id-token"));
  }

  @Test
  void jarPrintsItsVersionAndLogsNothing() throws Exception {
    assertThat(sh("versioned --version").output()).startsWith("versioned 0.");
    Ended named =
        sh("printf x | versioned put plain - --description 'Größe'", Map.of("LC_ALL", "C"));
    assertThat(named.code()).as(named.output()).isZero();
    assertThat(sh("versioned show plain '$LATEST'").output()).contains("Größe");
    Ended profile = sh("versioned artifacts --profile none");
    assertThat(profile.code()).isEqualTo(1);
    assertThat(profile.output()).contains("the configured AWS profile has no credentials");
    Ended missing = sh("versioned show app 99999");
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.output()).startsWith("error: Cannot").hasLineCount(1);
  }
}
