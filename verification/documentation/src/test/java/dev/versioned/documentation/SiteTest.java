package dev.versioned.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The documentation's site is built without a warning: every link and anchor in it leads somewhere,
 * and every page is in its navigation. It takes nothing from other sites.
 */
@Tag("full")
class SiteTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path TOOLS = Path.of("target", "site-tools").toAbsolutePath();
  private static final Path SITE = ROOT.resolve("target/site");

  /** The outcome of a command. */
  private record Outcome(int code, String text) {}

  private static Outcome built;

  @BeforeAll
  static void build() throws Exception {
    if (!Files.exists(TOOLS.resolve("bin/mkdocs"))) {
      Outcome made = run("python3", "-m", "venv", TOOLS.toString());
      assumeTrue(made.code() == 0, () -> "python3 cannot make an environment: " + made.text());
      String requirements = ROOT.resolve("docs/site/requirements.txt").toString();
      Outcome had =
          run(
              TOOLS.resolve("bin/pip").toString(),
              "install",
              "--quiet",
              "--disable-pip-version-check",
              "--requirement",
              requirements);
      assumeTrue(had.code() == 0, () -> "pip cannot fetch MkDocs: " + had.text());
    }
    built = mkdocs(ROOT.resolve("mkdocs.yml"), SITE);
    for (String module : modules()) {
      Path pages = ROOT.resolve(module).resolve("target/reports/apidocs");
      if (Files.exists(pages)) {
        copy(pages, SITE.resolve("api/versioned-" + module));
      }
    }
  }

  private static Outcome mkdocs(Path config, Path site) throws Exception {
    return run(
        TOOLS.resolve("bin/mkdocs").toString(),
        "build",
        "--strict",
        "--clean",
        "--config-file",
        config.toString(),
        "--site-dir",
        site.toString());
  }

  private static Outcome run(String... command) throws Exception {
    Path out = Files.createTempFile("site", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // Else Material prints an appeal.
      builder.environment().put("NO_MKDOCS_2_WARNING", "1");
      Process process = builder.redirectOutput(out.toFile()).start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Outcome(-1, "no end after ten minutes");
      }
      return new Outcome(process.exitValue(), Files.readString(out));
    } catch (IOException e) {
      return new Outcome(-1, String.valueOf(e.getMessage()));
    } finally {
      Files.delete(out);
    }
  }

  /** The modules that the page of the API names. */
  private static List<String> modules() throws IOException {
    Matcher link =
        Pattern.compile("href=\"api/versioned-([^/]+)/\"")
            .matcher(Files.readString(ROOT.resolve("docs/api.md")));
    return link.results().map(found -> found.group(1)).toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    delete(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** The site's own pages, without the API's. */
  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(SITE)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(SITE.resolve("api")))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void siteIsBuiltWithoutAWarning() throws Exception {
    assertThat(built.code()).as(built.text()).isZero();
    assertThat(built.text()).doesNotContain("WARNING");
    assertThat(pages()).hasSizeGreaterThan(30);
  }

  @Test
  void siteTakesNothingFromOtherSites() throws Exception {
    List<String> foreign = new ArrayList<>();
    Pattern taken =
        Pattern.compile(
            "<(?:script|img|iframe)[^>]* src=\"?(?:https?:)?//[^>]*>|"
                + "<link[^>]* rel=\"?(?:stylesheet|preconnect|preload|icon)[^>]*(?:https?:)?//[^>]*>");
    for (Path page : pages()) {
      taken.matcher(text(page)).results().forEach(f -> foreign.add(page + ": " + f.group()));
    }
    assertThat(foreign).isEmpty();
  }

  @Test
  void apiLinksLeadToJavadoc() throws Exception {
    assertThat(modules()).contains("core", "s3-dynamo-backend", "testkit");
    assumeTrue(
        Files.exists(ROOT.resolve("core/target/reports/apidocs")),
        "no Javadoc: the full build makes it before this module");
    for (String module : modules()) {
      assertThat(SITE.resolve("api/versioned-" + module + "/index.html")).exists();
    }
  }

  @Test
  void brokenLinkFailsTheBuild() throws Exception {
    Path folder = Path.of("target", "broken").toAbsolutePath();
    delete(folder);
    Files.createDirectories(folder.resolve("docs/site"));
    Files.writeString(folder.resolve("docs/README.md"), "# A\n\n[b](../nothing.md)\n");
    Files.copy(ROOT.resolve("docs/site/hooks.py"), folder.resolve("docs/site/hooks.py"));
    Path config = folder.resolve("mkdocs.yml");
    Files.writeString(
        config,
        text(ROOT.resolve("mkdocs.yml")).replaceAll("(?s)\nnav:.*", "\nnav: [README.md]\n"));
    Outcome outcome = mkdocs(config, folder.resolve("site"));
    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.text()).contains("README.md links to ../nothing.md, which does not exist");
  }
}
