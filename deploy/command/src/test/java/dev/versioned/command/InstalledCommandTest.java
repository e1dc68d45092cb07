package dev.versioned.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive, the Debian package, and the action that installs the archive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
@EnabledOnOs(OS.LINUX)
class InstalledCommandTest {
  private static final Path PACKED = Path.of(System.getProperty("versioned.command"));
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  @TempDir static Path directory;
  private LocalRepository local;

  @BeforeAll
  void unpack() throws Exception {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    // Another folder than that of the build, with a space.
    String code =
        "mkdir 'un packed'; tar -xzf $PACKED/*.tar.gz -C 'un packed' --strip-components=1";
    assertThat(sh(code)).isEmpty();
  }

  @AfterAll
  void close() {
    local.close();
  }

  private String sh(String script) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "run", ".out");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("VERSIONED_"));
    // No other Java is in use.
    env.put("JAVA_HOME", "/nonexistent");
    env.put("HOME", directory.toString());
    env.put("PATH", directory.resolve("un packed/bin") + ":" + env.get("PATH"));
    env.put("PACKED", PACKED.toString());
    env.put("ROOT", ROOT.toString());
    env.put("VERSIONED_BUCKET", local.bucket());
    env.put("VERSIONED_TABLE", local.table());
    env.put("VERSIONED_REGION", local.aws().region());
    env.put("AWS_ENDPOINT_URL_S3", local.aws().s3Endpoint().toString());
    env.put("AWS_ENDPOINT_URL_DYNAMODB", local.aws().dynamoDbEndpoint().toString());
    env.put("AWS_ACCESS_KEY_ID", local.aws().accessKey());
    env.put("AWS_SECRET_ACCESS_KEY", local.aws().secretKey());
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private boolean has(String program) throws Exception {
    return !sh("command -v " + program + " || true").isBlank();
  }

  @Test
  void archivePublishesListsAndGetsWithItsOwnJava() throws Exception {
    assertThat(
            sh(
                """
                printf 'a\\0b' > content.bin
                versioned publish app content.bin
                versioned alias point app LIVE 1
                versioned versions app
                versioned get app LIVE -o folder/
                cmp content.bin folder/content.bin
                versioned get app LIVE -o - | cmp - content.bin
                """))
        .contains("created app:1");
  }

  @Test
  void helpIsThatOfTheJar() throws Exception {
    assertThat(
            sh(
                """
                help() { "un packed/lib/versioned/runtime/bin/java" \\
                  -cp "un packed/lib/versioned/versioned.jar" dev.versioned.cli.Launcher "$@"; }
                for words in '' alias 'alias point' get; do
                  help $words --help > expected
                  versioned $words --help | cmp - expected
                  versioned help $words | cmp - expected
                done
                versioned | head -1
                """))
        .startsWith("Usage: versioned ");
  }

  /** The path of the jar is not that with which the cache was made. */
  @Test
  void cacheOfClassesIsUsedInAnotherFolder() throws Exception {
    Path cache = directory.resolve("un packed/lib/versioned/classes.aot");
    assumeTrue(Files.exists(cache), "packed by a JDK older than 25");
    assertThat(
            sh("""
                VERSIONED_JAVA_OPTS=-Xlog:class+load:file=used.log versioned artifacts > /dev/null
                grep -c 'dev.versioned.cli.* source: shared objects file' used.log
                """)
                .strip())
        .matches("[1-9][0-9]+");
  }

  @Test
  void actionPutsTheCommandOnThePath() throws Exception {
    assertThat(
            sh(
                """
                export RUNNER_TOOL_CACHE=$PWD/tools GITHUB_PATH=$PWD/path GITHUB_OUTPUT=$PWD/outputs
                export ARCHIVE=$(echo $PACKED/*.tar.gz)
                export SHA256=$(cut -d' ' -f1 $PACKED/*.sha256)
                sh $ROOT/.github/actions/setup-versioned/install.sh
                PATH=$(cat path):/usr/bin:/bin; command -v versioned; versioned --version
                grep '^version=versioned 0' outputs
                export SHA256=0000
                sh $ROOT/.github/actions/setup-versioned/install.sh || echo refused
                export SHA256= ARCHIVE=https://localhost/versioned.tar.gz
                sh $ROOT/.github/actions/setup-versioned/install.sh || echo refused
                """))
        .contains("tools/versioned/current/bin/versioned", "version=versioned 0")
        .contains("has another SHA-256")
        .contains("a download needs its digest");
  }

  @Test
  void manPagesAreRenderedForEveryCommand() throws Exception {
    assumeTrue(has("man"), "needs man");
    assertThat(sh("man -l 'un packed/share/man/man1/versioned.1' | cat"))
        .contains("NAME", "SYNOPSIS", "versioned-alias(1)");
    assertThat(
            sh(
                """
                for page in 'un packed'/share/man/man1/*.1; do
                  MANWIDTH=80 man --warnings -l "$page" 2>&1 > rendered
                  [ -s rendered ]
                done
                """))
        .isEmpty();
  }

  @Test
  void fishCompletesCommandsAndOptions() throws Exception {
    assumeTrue(has("fish"), "needs fish");
    assertThat(
            sh(
                """
                file='un packed/share/fish/vendor_completions.d/versioned.fish'
                fish --no-execute "$file"
                ask() { fish --no-config -c "source '$file'; complete -C '$1'"; }
                ask 'versioned ali'
                ask 'versioned alias po'
                ask 'versioned alias point app LIVE 7 --rea'
                """))
        .contains("alias\t", "point\t", "--reason\t");
  }

  @Test
  void zshHasACompletionForTheCommand() throws Exception {
    assumeTrue(has("zsh"), "needs zsh");
    assertThat(
            sh(
                """
                file='un packed/share/zsh/site-functions/_versioned'
                zsh -n "$file"
                zsh -fc "autoload -Uz compinit; compinit -D; source '$file'; print \\$_comps[versioned]"
                """))
        .contains("_complete_versioned");
  }

  @Test
  void debianPackageIsInstalledRunAndRemoved() throws Exception {
    assumeTrue(has("dpkg-deb"), "needs dpkg");
    assertThat(sh("dpkg-deb -c $PACKED/*.deb")).contains("./usr/bin/versioned");
    assertThat(sh("dpkg-deb -f $PACKED/*.deb Version")).startsWith("0.");
    // In a root of its own: no file of this machine changes.
    assumeTrue(sh("id -u").strip().equals("0"), "needs root");
    assertThat(
            sh(
                """
                mkdir -p root/var/lib/dpkg/updates root/var/lib/dpkg/info
                : > root/var/lib/dpkg/status
                options="--root=$PWD/root --force-depends --force-not-root --force-script-chrootless"
                dpkg $options -i $PACKED/*.deb > log 2>&1 || { cat log; exit 1; }
                root/usr/bin/versioned --version
                dpkg $options -r versioned >> log 2>&1 || { cat log; exit 1; }
                [ ! -e root/usr/bin/versioned ]
                """))
        .startsWith("versioned 0.");
  }

  /** No image can be pulled in every build: what the file copies and calls must exist. */
  @Test
  void dockerfileNamesFilesThatExist() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/command/Dockerfile"));
    assertThat(text)
        .contains("deploy/command/build.sh cli/target/versioned.jar cli/target/versioned LICENSE")
        .contains("USER versioned")
        .doesNotContain(":latest");
    assertThat(Stream.of("deploy/command/build.sh", "LICENSE", "mvnw"))
        .allMatch(file -> Files.exists(ROOT.resolve(file)));
  }
}
