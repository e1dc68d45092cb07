package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.cli.Shell.Ended;
import dev.versioned.model.Version;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The command as a process: its descriptors, its locale, signals, and its start-up archive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
@DisabledOnOs(OS.WINDOWS)
class ProcessJarTest {
  /** Both ways to start the command. */
  private static final String SCRIPT = "versioned";

  private static final String JAVA = "$JAVA_HOME/bin/java -jar $JAR";

  private static final String PLAIN = "env -u LC_ALL -u LC_CTYPE LANG=nn_NO.UTF-8 ";

  @TempDir static Path directory;
  private LocalRepository local;
  private Shell shell;

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    shell = new Shell(directory, local, "");
  }

  @AfterAll
  void stop() {
    shell.close();
    local.close();
  }

  private Ended sh(String script) throws Exception {
    return shell.sh(script);
  }

  /**
   * Publishes versions 1 and 2, and points LIVE at 1; without processes, because each takes a
   * second.
   */
  private void publishTwo(String name) {
    Artifact artifact = local.repository().artifact(name);
    Version one = artifact.publish(Content.of("1")).version();
    artifact.publish(Content.of("2"));
    artifact.alias("LIVE").pointTo(one);
  }

  @Test
  void closedStandardInputIsNoContent() throws Exception {
    closedStandardInputIsNoContent(SCRIPT);
  }

  @Test
  void closedStandardInputIsNoContentWithoutTheScript() throws Exception {
    closedStandardInputIsNoContent(JAVA);
  }

  private void closedStandardInputIsNoContent(String versioned) throws Exception {
    Ended ended =
        sh(
            """
            code=0; %1$s publish closed - <&- || code=$?; echo publish $code
            code=0; %1$s put closed - <&- || code=$?; echo put $code
            code=0; %1$s put closed - <&- 2>&- || code=$?; echo silent $code
            code=0; %1$s publish closed /dev/stdin <&- || code=$?; echo path $code
            code=0; %1$s publish closed /dev/fd/3 || code=$?; echo descriptor $code
            code=0; %1$s versions closed || code=$?
            """
                .formatted(versioned));
    assertThat(ended.output())
        .contains("publish 2\n", "put 2\n", "silent 2\n", "path 2\n", "descriptor 2\n")
        .contains("error: Cannot read standard input: ")
        .doesNotContain("created");
    assertThat(local.aws().s3().listObjectsV2(r -> r.bucket(local.bucket())).contents())
        .noneMatch(object -> object.key().contains("closed"));
  }

  @Test
  void deviationsFromTheRequestAreReported() throws Exception {
    local
        .aws()
        .s3()
        .putObject(
            r -> r.bucket(local.bucket()).key("warned/000000000001/x"),
            RequestBody.fromString("x"));
    Ended ended = sh("echo x > x; versioned publish warned x 2> err; cat err; wc -l < err");
    assertThat(ended.output())
        .contains("created warned:2 ")
        .contains("warning: number 1 of warned is given up: the object warned/000000000001/x is")
        .endsWith("1\n");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingIsDoneWithoutStandardOutput() throws Exception {
    nothingIsDoneWithoutStandardOutput(SCRIPT);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingIsDoneWithoutStandardOutputNorTheScript() throws Exception {
    nothingIsDoneWithoutStandardOutput(JAVA);
  }

  private void nothingIsDoneWithoutStandardOutput(String versioned) throws Exception {
    Ended ended =
        sh(
            """
            code=0; echo x | %1$s publish unheard - >&- || code=$?; echo $code
            code=0; echo x | %1$s publish unheard - >&- 2>&- || code=$?; echo $code
            code=0; %1$s artifacts <&- || code=$?; echo $code
            code=0; %1$s artifacts 2>&- || code=$?; echo $code
            """
                .formatted(versioned));
    assertThat(ended.output())
        .contains("Cannot answer: standard output is closed")
        .doesNotContain("unheard");
    assertThat(ended.output().lines().filter("2"::equals)).hasSize(2);
    assertThat(ended.output().lines().filter("0"::equals)).hasSize(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fileNameOutsideAMissingLocaleIsPublished() throws Exception {
    Ended ended =
        sh(
            "echo x > Größe.jar\n"
                + PLAIN
                + "versioned publish sized Größe.jar --description 'größer'\n"
                + "mkdir got; cd got\n"
                + PLAIN
                + "versioned get sized 1\n"
                + "versioned show sized 1 --output json\n");
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains("\"Größe.jar\"")
        .contains("größer")
        .doesNotContain("\uFFFD");
    assertThat(directory.resolve("got/Größe.jar")).exists();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void textThatJavaCannotDecodeIsRefused() throws Exception {
    Ended ended =
        sh(
            """
            printf x > plain.txt
            refused() {
              code=0; "$@" || code=$?; echo code $code
            }
            refused %1$s %2$s publish lost Größe.jar
            refused %1$s %2$s publish lost plain.txt --description größer
            refused %1$s %2$s publish lost plain.txt --meta 'a=ß' --output json
            # Not UTF-8, whatever the locale.
            refused versioned publish lost plain.txt --description "$(printf 'gr\\374n')"
            refused %2$s show lost 1
            # A file name that the locale cannot write gives way to the version's.
            versioned publish named plain.txt --file-name Größe.txt
            refused %1$s %2$s get named 1
            cmp plain.txt named-1
            """
                .formatted(PLAIN, JAVA));
    assertThat(ended.output().lines().filter(l -> l.startsWith("code ")))
        .as(ended.output())
        .containsExactly("code 2", "code 2", "code 2", "code 2", "code 3", "code 0");
    assertThat(ended.code()).isZero();
    assertThat(ended.output()).contains("LANG=nn_NO.UTF-8").contains("LC_ALL=C.UTF-8");
  }

  /** Ctrl-C is sent to the process group. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingFollowsCtrlC() throws Exception {
    nothingFollows("kill -INT -$run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill -TERM $run", "kill -INT $run", "kill -HUP $run"})
  @EnabledOnOs(OS.LINUX)
  void nothingFollowsASignal(String kill) throws Exception {
    nothingFollows(kill);
  }

  /** The check starts a process. */
  private void nothingFollows(String kill) throws Exception {
    String name = kill.replaceAll("[^A-Z]", "").toLowerCase(Locale.ROOT) + kill.lastIndexOf('$');
    publishTwo(name);
    Ended ended =
        sh(
            """
            mkdir %1$s
            cat > %1$s/check.sh <<'END'
            echo asked >> %1$s/asked
            # The first step is made, the second is due at once.
            [ "$VERSIONED_ROLLOUT_PERCENT" != 0 ] || exit 0
            sleep 71 &
            echo $! > %1$s/child
            wait
            touch %1$s/survived
            END
            # A group of its own, in which no signal is ignored, as it is in the background and under nohup.
            VERSIONED_CACHE=$PWD/%1$s setsid env --default-signal=INT,HUP,TERM \\
              versioned rollout run %1$s LIVE --to 2 \\
              --strategy Linear10PercentEvery1Second --every 10ms --check 'sh %1$s/check.sh' \\
              > %1$s/log 2>&1 &
            run=$!
            until [ -s %1$s/child ]; do
              kill -0 $run || { cat %1$s/log; exit 9; }
              sleep 0.1
            done
            versioned alias history %1$s LIVE > %1$s/before
            code=0
            %2$s
            wait $run || code=$?
            echo code $code
            # A process that has ended may wait for its parent.
            case $(ps -o stat= -p $(cat %1$s/child)) in '' | Z*) echo child ended ;; esac
            versioned rollout status %1$s LIVE --output json
            versioned alias history %1$s LIVE > %1$s/after
            cmp %1$s/before %1$s/after
            [ ! -e %1$s/survived ]
            ls %1$s
            """
                .formatted(name, kill));
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output())
        .containsPattern("code (129|130|143)\n")
        .contains("child ended")
        .contains("\"percent\" : 10")
        .doesNotContain(".jsa");
  }

  @Test
  void missingCheckStartsNoRollout() throws Exception {
    startsNoRollout("--check chekc.sh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--check ./chekc.sh",
        "--check 'LIMIT=1 ./plain.txt 80'",
        "--check 'if true'",
        "--before chekc.sh",
        "--after ./chekc.sh"
      })
  void commandThatCannotBeStartedStartsNoRollout(String option) throws Exception {
    startsNoRollout(option);
  }

  private void startsNoRollout(String option) throws Exception {
    publishTwo("early");
    Ended ended =
        sh(
            """
            echo 'exit 0' > plain.txt
            code=0
            versioned rollout run early LIVE --to 2 --strategy AllAtOnce --every 10ms %1$s || code=$?
            echo code $code
            code=0; versioned rollout status early LIVE || code=$?
            echo status $code
            """
                .formatted(option));
    assertThat(ended.output()).contains("code 2\n", "status 3\n").contains("error: Cannot run --");
  }

  /** Errors that the shell finds only when it runs the check. */
  @Test
  void checkThatCannotBeStartedIsNotUnhealthy() throws Exception {
    publishTwo("late");
    Ended ended =
        sh(
            """
            echo 'exit 0' > plain.txt
            versioned rollout start late LIVE --to 2 --strategy Linear10PercentEvery1Second
            versioned rollout tick late LIVE
            sleep 1
            versioned rollout tick late LIVE --check 'cd . && chekc.sh'
            versioned rollout tick late LIVE --check 'cd . && ./plain.txt'
            versioned rollout tick late LIVE --check '[ -n "$VERSIONED_ROLLOUT_ALIAS" ] && exit 1' || true
            """);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output().lines().filter(l -> l.contains("the check could not be started")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("WAITED"));
    assertThat(ended.output()).contains("ROLLED_BACK");
  }

  @Test
  void archiveIsMadeAfterASuccessAndNotAfterAFailure() throws Exception {
    Map<String, String> cache = Map.of("VERSIONED_CACHE", "", "VERSIONED_JAVA_OPTS", "");
    Ended failed =
        shell.sh(
            """
            versioned alias show checkout || true
            versioned alias show checkout NONE || true
            sleep 1
            ls -A cache 2> no || true
            """,
            cache);
    assertThat(failed.output()).doesNotContain("versioned-");
    Ended made =
        shell.sh(
            """
            ready() { ls cache/versioned/*.jsa > jsa 2> no && [ ! -e cache/versioned/*.making ]; }
            versioned artifacts --output text
            until ready; do sleep 0.1; done
            VERSIONED_JAVA_OPTS=-Xlog:class+load:file=used.log versioned artifacts --output text
            grep -c 'shared objects file (top)' used.log
            # Cut, as by a full disk: not used, and made again.
            chmod u+w cache/versioned/*.jsa
            head -c 1000000 < "$(cat jsa)" > cut && cat cut > "$(cat jsa)"
            versioned artifacts --output text
            until ready && [ "$(wc -c < "$(cat jsa)")" -gt 1000000 ]; do sleep 0.1; done
            ls -A cache/versioned
            """,
            cache);
    assertThat(made.code()).as(made.output()).isZero();
    assertThat(made.output().lines().filter(l -> l.endsWith(".jsa"))).as(made.output()).hasSize(1);
    assertThat(made.output().lines().filter(l -> l.matches("[0-9]{4,}")))
        .as(made.output())
        .hasSize(1);
  }

  @Test
  void folderThatCannotHoldTheArchiveIsNoFailure() throws Exception {
    Ended ended =
        shell.sh(
            """
            : > taken
            versioned artifacts --output text
            versioned artifacts --output text
            cat taken
            """,
            Map.of("VERSIONED_CACHE", directory.resolve("taken") + "/in"));
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  @Test
  void scriptNamesTheJavaThatItNeeds() throws Exception {
    Ended ended =
        sh(
            """
            mkdir -p old/bin; printf 'JAVA_VERSION="1.8.0_402"\n' > old/release
            printf '#!/bin/sh\necho started\n' > old/bin/java; chmod +x old/bin/java
            code=0; JAVA_HOME=$PWD/old versioned artifacts || code=$?; echo old $code
            code=0; JAVA_HOME=$PWD/none versioned artifacts || code=$?; echo none $code
            """);
    assertThat(ended.output())
        .contains("it needs Java 17 or newer, and " + directory.toRealPath())
        .contains("is Java 8; set JAVA_HOME", "old 1\n")
        .contains("none/bin/java does not exist", "none 1\n")
        .doesNotContain("started");
  }

  @Test
  void bashStillCompletesFileNames() throws Exception {
    Ended ended =
        sh(
            """
            command -v bash > found || { echo no bash; exit 0; }
            versioned completion > complete.bash
            : > artifact-one.jar
            {
              echo 'source complete.bash'
              echo 'versioned() { echo "LINE:$*"; }'
              printf 'versioned publish app artifact-o\\t\\n'
              printf 'versioned get app 1 -o artifact-o\\t\\n'
              printf 'versioned roll\\tru\\t\\n'
            } > keys
            bash --norc -i < keys 2> echoed
            """);
    if (!ended.output().contains("no bash")) {
      assertThat(ended.output())
          .contains("LINE:publish app artifact-one.jar")
          .contains("LINE:get app 1 -o artifact-one.jar")
          .contains("LINE:rollout run");
    }
  }
}
