package dev.versioned.cdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** cfn-lint and checkov find nothing in the templates, but for exceptions that give a reason. */
@Tag("full")
class TemplateLintTest {
  private static final Path DEPLOY = Path.of("..");
  private static final Path TOOLS = Path.of("target", "lint").toAbsolutePath();

  @TempDir private Path directory;

  /** The outcome of a command. */
  private record Outcome(int code, String text) {}

  @BeforeEach
  void tools() throws Exception {
    if (!Files.exists(TOOLS.resolve("bin/checkov"))) {
      Outcome made = run("python3", "-m", "venv", TOOLS.toString());
      assumeTrue(made.code() == 0, () -> "python3 cannot make an environment: " + made.text());
      Outcome had =
          run(
              TOOLS.resolve("bin/pip").toString(),
              "install",
              "--quiet",
              "--requirement",
              "src/test/lint/requirements.txt");
      assumeTrue(had.code() == 0, () -> "pip cannot fetch the linters: " + had.text());
    }
  }

  /** Finds all templates, and not what a build has left. */
  static List<Path> templates() {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && !file.toString().contains("target"))
          .filter(file -> text(file).contains("AWSTemplateFormatVersion"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void templateIsClean(Path template) throws Exception {
    assertClean(template);
  }

  @Test
  void synthesisedTemplateIsClean() throws Exception {
    Node.assume();
    Synthesised.template(directory, "acme-artifacts");
    assertClean(directory.resolve("Repository.template.json"));
  }

  @Test
  void synthesisedTemplateWithAllOptionsIsClean() throws Exception {
    Node.assume();
    Synthesised.withOptions(directory);
    assertClean(directory.resolve("Repository.template.json"));
  }

  @Test
  void lintersNoticeABadTemplate() throws Exception {
    Path bad = directory.resolve("bad.yaml");
    Files.writeString(
        bad,
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            Properties: {NoSuchProperty: 1}
        """);
    assertThat(lint(bad).text()).contains("NoSuchProperty");
    assertThat(check(bad).text()).contains("CKV_AWS_21");
  }

  private static void assertClean(Path template) throws Exception {
    Outcome linted = lint(template);
    assertThat(linted.code()).as(linted.text()).isZero();
    Outcome checked = check(template);
    assertThat(checked.code()).as(checked.text()).isZero();
    assertThat(checked.text()).contains("Failed checks: 0").doesNotContain("Passed checks: 0");
    assertThat(exceptions(new Yaml().load(text(template)), new ArrayList<>()))
        .allSatisfy(
            exception ->
                assertThat(String.valueOf(exception.get("comment")))
                    .as("the reason of %s", exception)
                    .hasSizeGreaterThan(30));
  }

  private static Outcome lint(Path template) throws Exception {
    return run(TOOLS.resolve("bin/cfn-lint").toString(), template.toString());
  }

  private static Outcome check(Path template) throws Exception {
    return run(
        TOOLS.resolve("bin/checkov").toString(),
        "--file",
        template.toString(),
        "--framework",
        "cloudformation",
        "--skip-download",
        "--compact");
  }

  /** Finds the exceptions of a template, wherever they are. */
  private static List<Map<?, ?>> exceptions(Object part, List<Map<?, ?>> found) {
    if (part instanceof Map<?, ?> map) {
      if (map.get("checkov") instanceof Map<?, ?> settings) {
        ((List<?>) settings.get("skip")).forEach(one -> found.add((Map<?, ?>) one));
      }
      map.values().forEach(value -> exceptions(value, found));
    } else if (part instanceof List<?> list) {
      list.forEach(value -> exceptions(value, found));
    }
    return found;
  }

  private static Outcome run(String... command) throws Exception {
    Path out = Files.createTempFile("lint", ".txt");
    try {
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
      } catch (IOException e) {
        return new Outcome(-1, String.valueOf(e.getMessage()));
      }
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Outcome(-1, "no end after five minutes");
      }
      return new Outcome(process.exitValue(), Files.readString(out, UTF_8));
    } finally {
      Files.delete(out);
    }
  }
}
