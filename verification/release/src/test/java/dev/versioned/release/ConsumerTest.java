package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's project takes the released modules from the unpacked bundle, with an empty local
 * repository for them, and everything else from what this machine has: Maven is offline.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerTest {
  private static final Path PROJECT = Path.of("consumer").toAbsolutePath();

  @TempDir private Path directory;
  private Release release;

  @BeforeAll
  void release() throws Exception {
    release = Release.first();
  }

  private ReleaseTree.Outcome build(Path bundle) throws Exception {
    return release
        .tree()
        .run(
            Map.of("VERSIONED_TEST_STACK", "embedded"),
            "./mvnw",
            "--batch-mode",
            "--offline",
            "-Daether.offline.protocols=file",
            "--file",
            PROJECT.resolve("pom.xml").toString(),
            "-DbuildDirectory=" + directory.resolve("target"),
            "-Dmaven.repo.local=" + directory.resolve("repository"),
            "-Dmaven.repo.local.tail=" + System.getProperty("user.repository"),
            "-Dmaven.repo.local.tail.ignoreAvailability=true",
            "-Dbundle.url=" + bundle.toUri(),
            "-Dversioned.version=" + Release.VERSION,
            "-Djunit.version=" + System.getProperty("junit.version"),
            "-Dcompiler.plugin.version=" + System.getProperty("compiler.plugin.version"),
            "-Dresources.plugin.version=" + System.getProperty("resources.plugin.version"),
            "-Dsurefire.plugin.version=" + System.getProperty("surefire.plugin.version"),
            "test");
  }

  @Test
  void usersProjectBuildsWithTheBundle() throws Exception {
    ReleaseTree.Outcome outcome = build(release.repository());
    assertThat(outcome.text()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(outcome.code()).as(outcome.text()).isZero();
    Path taken = directory.resolve("repository/dev/versioned/versioned-core/" + Release.VERSION);
    assertThat(taken.resolve("versioned-core-" + Release.VERSION + ".jar"))
        .hasSameBinaryContentAs(release.file("versioned-core", ".jar"));
    assertThat(Files.readString(taken.resolve("_remote.repositories"))).contains(">bundle=");
  }

  @Test
  void withoutTheBundleNothingIsFound() throws Exception {
    ReleaseTree.Outcome outcome = build(directory.resolve("nothing"));
    assertThat(outcome.text()).contains("versioned-bom:pom:" + Release.VERSION);
    assertThat(outcome.code()).isNotZero();
  }
}
