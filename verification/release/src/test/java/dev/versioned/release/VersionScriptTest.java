package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/version} sets the version everywhere, or refuses and changes nothing. */
@Tag("full")
class VersionScriptTest {
  @TempDir private Path directory;
  private ReleaseTree tree;
  private String old;

  @BeforeEach
  void copy() throws Exception {
    tree = ReleaseTree.copyTo(directory.resolve("tree"), "*pom.xml", "*.md", ".ci");
    old = tree.succeed(".ci/version").strip();
  }

  private void assertRefused(String reason, String... command) throws Exception {
    String before = tree.succeed("git", "status", "--porcelain");
    ReleaseTree.Outcome outcome = tree.run(Map.of(), command);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text()).contains(reason);
    assertThat(tree.succeed("git", "status", "--porcelain")).isEqualTo(before);
  }

  @Test
  void releaseSetsEveryVersion() throws Exception {
    tree.succeed(".ci/version", "99.0.0");
    assertThat(tree.succeed(".ci/version")).isEqualTo("99.0.0\n");
    assertThat(tree.run(Map.of(), "git", "grep", ">" + old + "<", "--", "*.xml"))
        .extracting(ReleaseTree.Outcome::text)
        .isEqualTo("");
    assertThat(tree.text("README.md")).contains("versioned-bom:99.0.0");
  }

  @Test
  void releaseDatesTheChangelogAndTheJars() throws Exception {
    tree.succeed(".ci/version", "99.0.0");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertThat(tree.text("CHANGELOG.md"))
        .contains("## [Unreleased]\n\n## [99.0.0] - " + today + "\n\n### Added");
    assertThat(tree.text("pom.xml")).contains("outputTimestamp>" + today + "T00:00:00Z</project");
  }

  @Test
  void nextSnapshotLeavesTheChangelog() throws Exception {
    String before = tree.text("CHANGELOG.md");
    tree.succeed(".ci/version", "99.1.0-SNAPSHOT");
    assertThat(tree.succeed(".ci/version")).isEqualTo("99.1.0-SNAPSHOT\n");
    assertThat(tree.text("CHANGELOG.md")).isEqualTo(before);
    assertThat(tree.text("README.md")).doesNotContain("99.1.0-SNAPSHOT");
  }

  @Test
  void changedTreeIsRefused() throws Exception {
    Files.writeString(tree.file("new.txt"), "new");
    assertRefused("changes that are not committed", ".ci/version", "99.0.0");
  }

  @Test
  void whatIsNoVersionIsRefused() throws Exception {
    assertRefused("v0.2 is no version", ".ci/version", "v0.2");
    assertRefused(old + " already", ".ci/version", old);
  }

  @Test
  void releasedVersionIsRefused() throws Exception {
    tree.succeed("git", "tag", "v99.0.0");
    assertRefused("99.0.0 has been released", ".ci/version", "99.0.0");
  }

  @Test
  void releaseWithoutChangesIsRefused() throws Exception {
    tree.succeed(".ci/version", "99.0.0");
    tree.commit();
    assertRefused("unreleased section is empty", ".ci/version", "99.0.1");
  }

  @Test
  void snapshotIsNotReleased() throws Exception {
    tree.succeed(".ci/version", "99.1.0-SNAPSHOT");
    assertRefused("Cannot release 99.1.0-SNAPSHOT", ".ci/release");
  }

  @Test
  void releaseWithoutKeyIsRefused() throws Exception {
    tree.succeed(".ci/version", "99.0.0");
    assertRefused("MAVEN_GPG_KEY is not set", ".ci/release");
    assertRefused("the file does not exist", ".ci/release", "--last", "nothing.zip");
  }
}
