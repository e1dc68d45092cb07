package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A module's API is compared with that of the last release's jar. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CompatibleApiTest {
  private static final String WEIGHT = "core/src/main/java/dev/versioned/model/Weight.java";
  private static final String METHOD = "public static Weight fraction(double fraction)";
  private static final String PARSES = "  /**\n   * Parses a weight";

  private Release release;

  @BeforeAll
  void release() throws Exception {
    release = Release.first();
  }

  private ReleaseTree.Outcome compared() throws Exception {
    return release
        .tree()
        .run(
            Map.of(),
            "./mvnw",
            "--batch-mode",
            "--projects",
            "core",
            "-Dmaven.repo.local=" + System.getProperty("user.repository"),
            "-Dmain.errorprone=-Xlint:none",
            "-Dmaven.test.skip=true",
            "-Dmaven.source.skip=true",
            "-Dlast.release=" + Release.VERSION,
            "-Dlast.repository=" + release.repository(),
            "verify");
  }

  @Test
  @Order(1)
  void addedMethodPasses() throws Exception {
    release
        .tree()
        .replace(
            WEIGHT, PARSES, "  /** Does nothing. */\n  public static void added() {}\n\n" + PARSES);
    ReleaseTree.Outcome outcome = compared();
    assertThat(outcome.text()).contains("compare-with-last-release");
    assertThat(outcome.code()).as(outcome.text()).isZero();
  }

  @Test
  @Order(2)
  void renamedMethodFailsTheBuild() throws Exception {
    release.tree().replace(WEIGHT, METHOD, METHOD.replace("fraction(", "part("));
    ReleaseTree.Outcome outcome = compared();
    assertThat(outcome.text()).contains("METHOD_REMOVED");
    assertThat(outcome.code()).isNotZero();
  }
}
